import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { subscriptionQuery } from '~/api/queries'
import type { Plan, Subscription } from '~/api/types'
import { LimitWords } from '~/features/billing/LimitWords'
import { formatPrice } from '~/features/billing/price'
import { formatZoned } from '~/lib/format'
import card from '~/ui/card.module.css'
import { Choice } from './Choice'
import classes from './PlanChoice.module.css'

interface Props {
  plans: Plan[]
  chosen: Plan
  onChoose: (plan: string) => void
}

/** What is bought: where there is one plan it is told, where there are several one is chosen. */
export function PlanChoice({ plans, chosen, onChoose }: Props) {
  const { t } = useLingui()
  return (
    <>
      {plans.length > 1 && (
        <div role="radiogroup" aria-label={t`Plan`} className={classes.plans}>
          {plans.map((plan) => (
            <Choice
              key={plan.id}
              name="plan"
              title={plan.label}
              text={<LimitWords pictures={plan.request_limit} months={plan.months} />}
              aside={formatPrice(plan.price)}
              checked={plan.id === chosen.id}
              onChoose={() => onChoose(plan.id)}
            />
          ))}
        </div>
      )}
      <section className={card.card} aria-labelledby="chosen-plan">
        <div className={classes.head}>
          <h2 id="chosen-plan" className={card.title}>
            {chosen.label}
          </h2>
          <span className={classes.price}>{formatPrice(chosen.price)}</span>
        </div>
        <ul className={classes.facts}>
          <li>
            <LimitWords pictures={chosen.request_limit} months={chosen.months} />
          </li>
          <li>
            <Trans>Pictures that fail or are declined are not counted</Trans>
          </li>
          <li>
            <Begins />
          </li>
          <li>
            <Trans>Nothing renews by itself</Trans>
          </li>
        </ul>
      </section>
    </>
  )
}

function Begins() {
  const subscription = useQuery(subscriptionQuery).data
  if (subscription?.state === 'grace' && subscription.ends_at !== undefined) {
    const ended = formatZoned(subscription.ends_at)
    return <Trans>Counts from {ended}, when your last month ended</Trans>
  }
  const end = subscription === undefined ? undefined : endOfPaid(subscription)
  if (end === undefined) return <Trans>Begins as soon as your payment is confirmed</Trans>
  const moment = formatZoned(end)
  return <Trans>Begins when what you have paid for ends: {moment}</Trans>
}

/** When the last month that is paid ends; a month that is over holds nothing up. */
function endOfPaid({ state, ends_at, queued }: Subscription): string | undefined {
  return state === 'active' ? (queued.at(-1)?.ends_at ?? ends_at) : undefined
}
