import { Button, Skeleton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { paymentQuery } from '~/api/billingQueries'
import { leadsNowhere } from '~/api/problem'
import type { Payment } from '~/api/types'
import { ColumnPage } from '~/ui/ColumnPage'
import { wordsForError } from '~/features/problems/problemWords'
import { NotFoundPage } from '~/features/problems/NotFoundPage'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import { formatDate } from '~/lib/format'
import { Notice } from '~/ui/Notice'
import { ByHandScreen } from './ByHandScreen'
import { EndScreen } from './EndScreen'
import { LookedAt } from './LookedAt'
import { OnItsWayScreen } from './OnItsWayScreen'
import { PayScreen } from './PayScreen'
import { PaymentFacts } from './PaymentFacts'
import { PreparingScreen } from './PreparingScreen'
import { ReportForm } from './ReportForm'
import { canReport, stageOf } from './stage'
import { stageTitle } from './stageWords'
import { Stepper } from './Stepper'
import { SupportLine } from './SupportLine'
import { useLivePayment } from './useLivePayment'

const route = getRouteApi('/_app/payments/$payment/')

/** One payment at its own address: whoever opens it sees where it stands and what is to be done, from any device. */
export function PaymentPage() {
  const { t, i18n } = useLingui()
  const id = route.useParams().payment
  const { payment, error, lostAtMs } = useLivePayment(id)
  const queryClient = useQueryClient()
  if (leadsNowhere(error)) return <NotFoundPage />
  return (
    <ColumnPage
      title={payment === undefined ? t`Payment` : stageTitle(stageOf(payment))}
      back={{ to: '/billing', label: t`Billing` }}
    >
      {lostAtMs !== null && <Stale sinceMs={lostAtMs} />}
      {payment !== undefined && <Screen key={id} payment={payment} />}
      {payment === undefined && error === null && <Skeleton height={420} radius="md" />}
      {payment === undefined && error !== null && (
        <Notice tone="bad" role="alert">
          <p>{i18n._(wordsForError(error))}</p>
          <Button
            variant="default"
            onClick={() => void queryClient.refetchQueries({ queryKey: paymentQuery(id).queryKey })}
          >
            <Trans>Try again</Trans>
          </Button>
        </Notice>
      )}
    </ColumnPage>
  )
}

function Screen({ payment }: { payment: Payment }) {
  useLanguageChange()
  return (
    <>
      <Stepper payment={payment} />
      <LookedAt payment={payment} />
      <Body payment={payment} />
      {canReport(payment) && <ReportForm payment={payment} />}
      <PaymentFacts payment={payment} />
      <SupportLine plan={payment.plan.id} />
    </>
  )
}

function Body({ payment }: { payment: Payment }) {
  const stage = stageOf(payment)
  switch (stage) {
    case 'preparing':
      return <PreparingScreen payment={payment} />
    case 'by_hand':
      return <ByHandScreen payment={payment} />
    case 'waiting':
    case 'partial':
      return <PayScreen payment={payment} />
    case 'seen':
    case 'confirming':
      return <OnItsWayScreen payment={payment} />
    default:
      return <EndScreen payment={payment} stage={stage} />
  }
}

/** Amount and address stay on screen; only that they may be old has to be said. */
function Stale({ sinceMs }: { sinceMs: number }) {
  const time = formatDate(new Date(sinceMs), { hour: '2-digit', minute: '2-digit' })
  return (
    <Notice tone="warn" role="status">
      <p>
        <Trans>
          The connection is lost. What you see is as of {time}; amount and address stay true, and we go on
          looking for your payment.
        </Trans>
      </p>
    </Notice>
  )
}
