import { Button } from '@mantine/core'
import { Plural, Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { serverNow } from '~/api/serverClock'
import type { Quota, Subscription } from '~/api/types'
import { QuotaRing } from '~/features/quota/QuotaRing'
import { quotaWords } from '~/features/quota/quotaWords'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import { formatDay, formatPeriod, formatZoned } from '~/lib/format'
import card from '~/ui/card.module.css'
import { StateWord } from '~/ui/Notice'
import classes from './PlanCard.module.css'
import { daysLeft, nextAct } from './planState'

interface Props {
  subscription: Subscription
  quota: Quota | undefined
  onStartNext: () => void
}

const RING_PX = 120

/** Where the plan stands, and the one thing to do about it. */
export function PlanCard({ subscription, quota, onStartNext }: Props) {
  useLanguageChange()
  const usable = subscription.state === 'active' || subscription.state === 'grace'
  const left = usable && quota !== undefined ? { quota, words: quotaWords(quota, subscription) } : null
  return (
    <section className={card.card} aria-labelledby="plan">
      <div className={classes.plan}>
        {left !== null && (
          <div className={classes.ring}>
            <QuotaRing bucket={left.quota.bucket} size={RING_PX} />
          </div>
        )}
        <div className={classes.facts}>
          <div className={classes.head}>
            <h2 id="plan" className={classes.label}>
              {subscription.plan?.label ?? <Trans>No plan yet</Trans>}
            </h2>
            <State subscription={subscription} />
          </div>
          {left !== null && (
            <p className={classes.left}>
              <strong>{left.words.left}</strong>
              {left.words.resets !== null && <span>{left.words.resets}</span>}
            </p>
          )}
          <Period subscription={subscription} />
        </div>
      </div>
      <Act subscription={subscription} quota={quota} onStartNext={onStartNext} />
    </section>
  )
}

function State({ subscription }: { subscription: Subscription }) {
  switch (subscription.state) {
    case 'active':
      return (
        <StateWord tone="good">
          <Trans>Active</Trans>
        </StateWord>
      )
    case 'grace':
      return (
        <StateWord tone="warn">
          <Trans>Grace period</Trans>
        </StateWord>
      )
    case 'ended':
      return (
        <StateWord tone="plain">
          <Trans>Ended</Trans>
        </StateWord>
      )
    case 'none':
      return null
  }
}

function Period({ subscription }: { subscription: Subscription }) {
  const { state, starts_at, ends_at, grace_until } = subscription
  if (state === 'none')
    return (
      <p className={card.text}>
        <Trans>
          Choose a plan, pay in a coin you have, and make pictures for a month. Nothing renews by itself.
        </Trans>
      </p>
    )
  if (ends_at === undefined) return null
  if (state === 'ended') {
    const day = formatDay(ends_at)
    return (
      <p className={card.text}>
        <Trans>It ended on {day}. Your pictures stay here.</Trans>
      </p>
    )
  }
  if (state === 'grace') {
    const day = formatDay(ends_at)
    const until = formatZoned(grace_until ?? ends_at)
    return (
      <p className={card.text}>
        <Trans>
          Your month ended on {day}. What is left of it can be used until {until}.
        </Trans>
      </p>
    )
  }
  const days = daysLeft(ends_at, serverNow())
  return (
    <div className={classes.period}>
      {starts_at !== undefined && <p className={card.text}>{formatPeriod(starts_at, ends_at)}</p>}
      <p className={card.text}>
        {days <= 1 ? (
          <Trans>Less than a day left</Trans>
        ) : (
          <Plural value={days} one="# day left" other="# days left" />
        )}
      </p>
    </div>
  )
}

function Act({ subscription, quota, onStartNext }: Props) {
  const { what, loud } = nextAct(subscription, quota, serverNow())
  const variant = loud ? 'filled' : 'default'
  if (what === 'start_next')
    return (
      <div className={card.acts}>
        <Button onClick={onStartNext}>
          <Trans>Start the next month now</Trans>
        </Button>
      </div>
    )
  return (
    <div className={card.acts}>
      <Button component={Link} to="/billing/plan" variant={variant}>
        {what === 'buy' && <Trans>Choose a plan</Trans>}
        {what === 'renew' && <Trans>Renew</Trans>}
        {what === 'pay_next' && <Trans>Pay for another month</Trans>}
      </Button>
    </div>
  )
}
