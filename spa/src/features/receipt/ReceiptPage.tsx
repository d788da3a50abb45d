import { Button, Skeleton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Printer } from 'lucide-react'
import { paymentQuery } from '~/api/billingQueries'
import { leadsNowhere } from '~/api/problem'
import { meQuery } from '~/api/queries'
import type { Payment } from '~/api/types'
import { ColumnPage } from '~/ui/ColumnPage'
import { wordsForError } from '~/features/problems/problemWords'
import { NotFoundPage } from '~/features/problems/NotFoundPage'
import { Notice } from '~/ui/Notice'
import { Receipt } from './Receipt'
import classes from './ReceiptPage.module.css'

const route = getRouteApi('/_app/payments/$payment/receipt')

/** A receipt to keep or to print; only for what was paid and activated. */
export function ReceiptPage() {
  const { t, i18n } = useLingui()
  const id = route.useParams().payment
  const { data, error } = useQuery(paymentQuery(id))
  if (leadsNowhere(error)) return <NotFoundPage />
  return (
    <ColumnPage title={t`Receipt`} back={{ to: '/billing/history', label: t`Payments` }}>
      {data === undefined && error === null && <Skeleton height={320} radius="md" />}
      {data === undefined && error !== null && (
        <Notice tone="bad" role="alert">
          <p>{i18n._(wordsForError(error))}</p>
        </Notice>
      )}
      {data !== undefined && <Content payment={data.payment} />}
    </ColumnPage>
  )
}

function Content({ payment }: { payment: Payment }) {
  const email = useQuery(meQuery).data?.email ?? ''
  if (payment.activated_at === undefined)
    return (
      <Notice>
        <p>
          <Trans>There is a receipt when the payment has gone through.</Trans>
        </p>
      </Notice>
    )
  return (
    <>
      <Receipt payment={payment} activatedAt={payment.activated_at} email={email} />
      <div className={classes.acts}>
        <Button leftSection={<Printer size={16} />} onClick={() => window.print()}>
          <Trans>Print</Trans>
        </Button>
      </div>
    </>
  )
}
