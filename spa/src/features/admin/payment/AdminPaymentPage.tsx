import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { paymentWords } from '~/features/billing/paymentWords'
import { formatPrice } from '~/features/billing/price'
import { Notice } from '~/ui/Notice'
import { ActButton } from '../acts/ActButton'
import { ActGroup, ActGroups } from '../acts/ActGroup'
import { Card } from '../file/Card'
import classes from '../file/file.module.css'
import { FileGate } from '../file/FileGate'
import { AdminPage } from '../shell/AdminPage'
import { Moment } from '../file/Moment'
import type { AdminPayment, PaymentFile } from '../file/types'
import { useKeep } from '../file/useFile'
import { State } from '../words/State'
import { paymentActs } from './paymentActs'
import { PaymentEvents } from './PaymentEvents'
import { PaymentFacts } from './PaymentFacts'
import { paymentFileQuery } from './paymentFileQuery'
import { Proof } from './Proof'
import { ReadNow } from './ReadNow'
import { reviewWords } from './reviewWords'

const route = getRouteApi('/admin/payments/$id')

/** One payment: the open question first, the money, what was told, and what can be done. */
export function AdminPaymentPage() {
  const { t } = useLingui()
  const { id } = route.useParams()
  const back = { to: '/admin/payments', label: t`Payments` } as const
  return (
    <FileGate query={useQuery(paymentFileQuery(id))} title={t`Payment`} back={back}>
      {(file) => (
        <AdminPage
          title={t`Payment of ${formatPrice(file.payment.price)} by ${file.payment.email}`}
          back={back}
          state={<State of={paymentWords(file.payment)} />}
        >
          <Question payment={file.payment} />
          <div className={classes.pair}>
            <div className={classes.stack}>
              <PaymentFacts payment={file.payment} />
            </div>
            <div className={classes.stack}>
              <PaymentActs file={file} />
              <PaymentEvents file={file} />
            </div>
          </div>
        </AdminPage>
      )}
    </FileGate>
  )
}

function Question({ payment }: { payment: AdminPayment }) {
  const { review, review_detail, review_opened_at } = payment
  if (review === undefined) return null
  return (
    <Notice tone="warn">
      <p>
        <strong>{reviewWords(review)}</strong>
        {review_opened_at !== undefined && (
          <>
            {' '}
            <Trans>
              Open since <Moment at={review_opened_at} />.
            </Trans>
          </>
        )}
      </p>
      {review_detail !== undefined && <p>{review_detail}</p>}
    </Notice>
  )
}

function PaymentActs({ file }: { file: PaymentFile }) {
  const { t } = useLingui()
  const { id } = file.payment
  const keep = useKeep(paymentFileQuery(id).queryKey)
  const acts = paymentActs(file)
  return (
    <Card title={t`What can be done`}>
      <ActGroups>
        {acts.length > 0 && (
          <ActGroup title={t`With a reason that goes on record`}>
            {acts.map((act) => (
              <ActButton key={act.name} act={act} onDone={keep} />
            ))}
          </ActGroup>
        )}
        <ActGroup title={t`Look closer`}>
          {!file.payment.by_hand && <ReadNow id={id} onDone={keep} />}
          <Proof id={id} />
        </ActGroup>
      </ActGroups>
    </Card>
  )
}
