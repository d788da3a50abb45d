import { ActionIcon, Loader } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { ArrowLeft, CircleAlert, X } from 'lucide-react'
import { wordsForCode } from '~/features/problems/problemWords'
import { useComposer, useComposerState } from './ComposerContext'
import classes from './InputChips.module.css'
import type { Input } from './rules'

/** The pictures that will be sent, numbered in the order the model sees them. */
export function InputChips() {
  const { t, i18n } = useLingui()
  const { inputs } = useComposerState()
  if (inputs.length === 0) return null
  const failed = inputs.filter((input) => input.status === 'failed')
  return (
    <div className={classes.inputs}>
      <ol className={classes.chips} aria-label={t`Input pictures`}>
        {inputs.map((input, index) => (
          <Chip key={input.id} input={input} number={index + 1} />
        ))}
      </ol>
      {failed.map((input) => (
        <p key={input.id} className={classes.failed} role="alert">
          <CircleAlert size={14} aria-hidden />
          <span>
            {input.name}: {i18n._(wordsForCode(input.code))}
          </span>
        </p>
      ))}
    </div>
  )
}

function Chip({ input, number }: { input: Input; number: number }) {
  const { t } = useLingui()
  const { store, focus } = useComposer()
  const remove = () => {
    store.removeInput(input.id)
    focus()
  }
  return (
    <li className={classes.chip} data-status={input.status}>
      <img src={input.preview} alt={t`Input ${number}`} />
      <span className={classes.number} aria-hidden>
        {number}
      </span>
      {input.status === 'uploading' && (
        <Loader size={20} className={classes.loader} aria-label={t`Uploading`} />
      )}
      {number > 1 && (
        <ActionIcon
          className={classes.first}
          variant="default"
          size={24}
          aria-label={t`Make input ${number} the first`}
          onClick={() => store.moveInputFirst(input.id)}
        >
          <ArrowLeft size={14} />
        </ActionIcon>
      )}
      <ActionIcon
        className={classes.remove}
        variant="default"
        size={24}
        aria-label={t`Remove input ${number}`}
        onClick={remove}
      >
        <X size={14} />
      </ActionIcon>
    </li>
  )
}
