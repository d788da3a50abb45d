import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import type { Processor } from '~/api/types'
import { Choice } from './Choice'
import classes from './PlanChoice.module.css'

interface Props {
  processors: Processor[]
  chosen: Processor | undefined
  onChoose: (processor: string) => void
  onAskAgain: () => void
  asking: boolean
}

/** Who takes the money. One that can't is shown all the same, so that nobody looks for it. */
export function ProcessorChoice({ processors, chosen, onChoose, onAskAgain, asking }: Props) {
  const { t } = useLingui()
  const someAway = processors.some(({ available }) => !available)
  return (
    <div className={classes.plans}>
      <div role="radiogroup" aria-label={t`Way to pay`} className={classes.plans}>
        {processors.map((processor) => (
          <Choice
            key={processor.id}
            name="processor"
            title={processor.label}
            text={<About processor={processor} />}
            aside={processor.available ? undefined : <Trans>Not available now</Trans>}
            checked={processor.id === chosen?.id}
            disabled={!canPay(processor)}
            onChoose={() => onChoose(processor.id)}
          />
        ))}
      </div>
      {someAway && (
        <div>
          <Button variant="default" loading={asking} onClick={onAskAgain}>
            <Trans>Ask again</Trans>
          </Button>
        </div>
      )}
    </div>
  )
}

function About({ processor }: { processor: Processor }) {
  if (!processor.available) return <Trans>It doesn’t answer at the moment. Try again in a few minutes.</Trans>
  if (processor.by_hand) return <Trans>Confirmed by a person, so it takes longer</Trans>
  if (!processor.coin_needed) return <Trans>The coin is chosen on its page</Trans>
  if (processor.offers.length === 0) return <Trans>None of its coins takes an amount this small</Trans>
  const coins = [...new Set(processor.offers.map(({ coin }) => coin))]
  const named = coins.slice(0, COINS_NAMED).join(', ')
  return coins.length > COINS_NAMED ? <Trans>{named} and others</Trans> : named
}

const COINS_NAMED = 4

/** Whether this price can be paid there. */
export function canPay({ available, coin_needed, offers }: Processor): boolean {
  return available && (!coin_needed || offers.length > 0)
}
