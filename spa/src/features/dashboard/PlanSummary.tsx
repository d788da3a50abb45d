import { Button, Skeleton } from '@mantine/core'
import { Plural, Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { quotaQuery, subscriptionQuery } from '~/api/queries'
import { serverNow } from '~/api/serverClock'
import type { Quota, Subscription } from '~/api/types'
import { PaymentBanner } from '~/features/billing/PaymentBanner'
import { daysLeft, nextAct } from '~/features/billing/planState'
import { QuotaRing } from '~/features/quota/QuotaRing'
import { quotaWords } from '~/features/quota/quotaWords'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import { formatDay } from '~/lib/format'
import card from '~/ui/card.module.css'
import { StateWord } from '~/ui/Notice'
import classes from './PlanSummary.module.css'
import { Failed } from './Section'

const RING_PX = 120
/** As high as the card will be. */
const CARD_PX = 162

/** The plan in a glance, with the one thing to do about it. */
export function PlanSummary() {
  const subscription = useQuery(subscriptionQuery)
  const quota = useQuery(quotaQuery).data
  if (subscription.isPending) return <Skeleton height={CARD_PX} radius="md" />
  if (subscription.data === undefined)
    return <Failed error={subscription.error} onRetry={() => void subscription.refetch()} />
  return <Summary subscription={subscription.data} quota={quota} />
}

interface Props {
  subscription: Subscription
  quota: Quota | undefined
}

function Summary({ subscription, quota }: Props) {
  useLanguageChange()
  const usable = subscription.state === 'active' || subscription.state === 'grace'
  const left = usable && quota !== undefined ? { quota, words: quotaWords(quota, subscription) } : null
  return (
    <section className={`${card.card} ${classes.plan}`} aria-labelledby="plan">
      {left !== null && (
        <div className={classes.ring}>
          <QuotaRing bucket={left.quota.bucket} size={RING_PX} />
        </div>
      )}
      <div className={classes.facts}>
        <h2 id="plan" className={classes.label}>
          {subscription.plan?.label ?? <Trans>No plan yet</Trans>}
        </h2>
        <Standing subscription={subscription} />
        {left !== null && (
          <p className={classes.left}>
            <strong>{left.words.left}</strong>
            {left.words.resets !== null && <span>{left.words.resets}</span>}
          </p>
        )}
      </div>
      {subscription.payment === undefined ? (
        <div className={classes.act}>
          <Act subscription={subscription} quota={quota} />
        </div>
      ) : (
        <div className={classes.payment}>
          <PaymentBanner payment={subscription.payment} />
        </div>
      )}
    </section>
  )
}

function Standing({
  subscription: { state, ends_at, grace_until, payment },
}: {
  subscription: Subscription
}) {
  const day = ends_at === undefined ? '' : formatDay(ends_at)
  switch (state) {
    case 'active': {
      const days = ends_at === undefined ? 0 : daysLeft(ends_at, serverNow())
      return (
        <StateWord tone="good">
          <span>
            <Trans>Active until {day}</Trans> (<Plural value={days} one="# day" other="# days" />)
          </span>
        </StateWord>
      )
    }
    case 'grace': {
      const until = formatDay(grace_until ?? ends_at ?? '')
      return (
        <StateWord tone="warn">
          <Trans>Grace period until {until}</Trans>
        </StateWord>
      )
    }
    case 'ended':
      return (
        <StateWord tone="plain">
          <Trans>Expired on {day}</Trans>
        </StateWord>
      )
    case 'none':
      return payment === undefined ? (
        <p className={card.text}>
          <Trans>Choose a plan, and make pictures for a month. Nothing renews by itself.</Trans>
        </p>
      ) : (
        <StateWord tone="busy">
          <Trans>Awaiting payment</Trans>
        </StateWord>
      )
  }
}

function Act({ subscription, quota }: Props) {
  const { what, loud } = nextAct(subscription, quota, serverNow())
  const variant = loud ? 'filled' : 'default'
  // What is given up by starting it now is told there.
  if (what === 'start_next')
    return (
      <Button component={Link} to="/billing" variant={variant}>
        <Trans>Start the next month now</Trans>
      </Button>
    )
  return (
    <Button component={Link} to="/billing/plan" variant={variant}>
      {what === 'buy' && <Trans>Choose a plan</Trans>}
      {what === 'renew' && <Trans>Renew</Trans>}
      {what === 'pay_next' && <Trans>Pay for another month</Trans>}
    </Button>
  )
}
