import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { paymentsQuery } from '~/api/billingQueries'
import { PaymentList } from './PaymentList'
import classes from './RecentPayments.module.css'

const SHOWN = 3

/** The newest payments; nothing where there are none, or where they can't be told. */
export function RecentPayments() {
  const { t } = useLingui()
  const items = useInfiniteQuery(paymentsQuery).data?.pages[0]?.items ?? []
  if (items.length === 0) return null
  return (
    <section className={classes.recent} aria-labelledby="payments">
      <div className={classes.head}>
        <h2 id="payments">
          <Trans>Payments</Trans>
        </h2>
        <Link to="/billing/history" aria-label={t`All payments`}>
          <Trans>All</Trans>
        </Link>
      </div>
      <PaymentList payments={items.slice(0, SHOWN)} />
    </section>
  )
}
