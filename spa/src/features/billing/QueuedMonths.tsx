import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import type { Subscription } from '~/api/types'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import { formatPeriod } from '~/lib/format'
import card from '~/ui/card.module.css'
import classes from './QueuedMonths.module.css'

interface Props {
  subscription: Subscription
  onStartNext: () => void
  /** Said elsewhere on the page already. */
  withoutAct: boolean
}

/** Months that are paid and have not begun. */
export function QueuedMonths({ subscription, onStartNext, withoutAct }: Props) {
  useLanguageChange()
  return (
    <section className={card.card} aria-labelledby="queued">
      <h2 id="queued" className={card.title}>
        <Trans>Paid ahead</Trans>
      </h2>
      <ol className={classes.months}>
        {subscription.queued.map((month) => (
          <li key={month.starts_at}>
            <span>{month.plan.label}</span>
            <span className={classes.period}>{formatPeriod(month.starts_at, month.ends_at)}</span>
          </li>
        ))}
      </ol>
      {!withoutAct && (
        <div className={card.acts}>
          <Button variant="default" onClick={onStartNext}>
            <Trans>Start it now</Trans>
          </Button>
        </div>
      )}
    </section>
  )
}
