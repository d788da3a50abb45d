import { useDisclosure } from '@mantine/hooks'
import { Button, Skeleton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { quotaQuery, subscriptionQuery } from '~/api/queries'
import { serverNow } from '~/api/serverClock'
import type { Subscription } from '~/api/types'
import { wordsForError } from '~/features/problems/problemWords'
import { Notice } from '~/ui/Notice'
import { ColumnPage } from '~/ui/ColumnPage'
import { PaymentBanner } from './PaymentBanner'
import { PlanCard } from './PlanCard'
import { nextAct } from './planState'
import { QueuedMonths } from './QueuedMonths'
import { RecentPayments } from './RecentPayments'

const StartNextDialog = lazy(() => import('./StartNextDialog'))

/** The customer's plan at a glance: where it stands, what is on its way, what was paid. */
export function BillingPage() {
  const { t, i18n } = useLingui()
  const subscription = useQuery(subscriptionQuery)
  return (
    <ColumnPage title={t`Billing`}>
      {subscription.data !== undefined && <Plan subscription={subscription.data} />}
      {subscription.isPending && <Skeleton height={190} radius="md" />}
      {subscription.isLoadingError && (
        <Notice tone="bad" role="alert">
          <p>{i18n._(wordsForError(subscription.error))}</p>
          <Button variant="default" onClick={() => void subscription.refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </Notice>
      )}
      <RecentPayments />
    </ColumnPage>
  )
}

function Plan({ subscription }: { subscription: Subscription }) {
  const quota = useQuery(quotaQuery).data
  const [starting, dialog] = useDisclosure(false)
  const { what } = nextAct(subscription, quota, serverNow())
  return (
    <>
      {subscription.payment !== undefined && <PaymentBanner payment={subscription.payment} />}
      <PlanCard subscription={subscription} quota={quota} onStartNext={dialog.open} />
      {subscription.queued.length > 0 && (
        <QueuedMonths
          subscription={subscription}
          onStartNext={dialog.open}
          withoutAct={what === 'start_next' || subscription.state !== 'active'}
        />
      )}
      <Suspense>
        {starting && <StartNextDialog subscription={subscription} quota={quota} onClose={dialog.close} />}
      </Suspense>
    </>
  )
}
