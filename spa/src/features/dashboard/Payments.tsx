import { Skeleton } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { paymentsQuery } from '~/api/billingQueries'
import { RecentPayments } from '~/features/billing/RecentPayments'
import { Failed, Section } from './Section'

/** As high as three payments. */
const LIST_PX = 190

/** The newest payments; nothing where there are none. */
export function Payments() {
  const { t } = useLingui()
  const payments = useInfiniteQuery(paymentsQuery)
  if (payments.data !== undefined) return <RecentPayments />
  return (
    <Section title={t`Payments`}>
      {payments.isLoadingError ? (
        <Failed error={payments.error} onRetry={() => void payments.refetch()} />
      ) : (
        <Skeleton height={LIST_PX} radius="md" />
      )}
    </Section>
  )
}
