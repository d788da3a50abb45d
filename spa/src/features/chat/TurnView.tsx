import { useLingui } from '@lingui/react/macro'
import { memo, type CSSProperties } from 'react'
import type { Turn } from '~/api/types'
import { SlotGrid } from '~/features/slots/SlotGrid'
import { Thumb } from '~/ui/Thumb'
import { PromptText } from './PromptText'
import { TurnActions } from './TurnActions'
import { turnHeight } from './turnHeight'
import { idOfTurn } from './useNamedTurn'
import { useTurnWords } from './turnWords'
import classes from './TurnView.module.css'

/** Drawn anew only when it changes: a long thread has hundreds of them. */
export const TurnView = memo(function TurnView({ turn }: { turn: Turn }) {
  const { t } = useLingui()
  const words = useTurnWords(turn)
  return (
    <article
      id={idOfTurn(turn.id)}
      tabIndex={-1}
      className={classes.turn}
      aria-label={t`Prompt: ${turn.prompt.slice(0, 80)}`}
      style={{ '--height': `${turnHeight(turn, window.innerWidth)}px` } as CSSProperties}
    >
      <header className={classes.head}>
        {turn.inputs.length > 0 && (
          <ul className={classes.inputs} aria-label={t`Input pictures`}>
            {turn.inputs.map((input, index) => (
              <li key={input.id}>
                <Thumb
                  src={input.thumb_url}
                  alt={t`Input ${index + 1}`}
                  width={input.width}
                  height={input.height}
                  loading="lazy"
                  decoding="async"
                />
              </li>
            ))}
          </ul>
        )}
        <PromptText text={turn.prompt} />
        <p className={classes.settings}>{words}</p>
      </header>
      <SlotGrid turn={turn} />
      <TurnActions turn={turn} />
    </article>
  )
})
