import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { Act } from '../acts/act'
import type { Values } from '../acts/fields'
import type { components } from '~/api.gen'
import type { AdminPayment, PaymentFile } from '../file/types'

type Settle = components['schemas']['SettlePayment']

const REQUESTS_MAX = 100_000

const at = (id: string) => ({ path: { id } })

function settle(id: string, body: Settle): Promise<PaymentFile> {
  return unwrap(client.POST('/api/v1/admin/payments/{id}/settle', { params: at(id), body }))
}

/** What may be done with the payment as it stands, the likeliest first. */
export function paymentActs({ payment, acts }: PaymentFile): Act<PaymentFile>[] {
  return acts.map((name) => ACTS[name](payment))
}

const ACTS: Record<PaymentFile['acts'][number], (payment: AdminPayment) => Act<PaymentFile>> = {
  confirm: ({ id, email, plan }) => ({
    name: t`Confirm that the money came`,
    title: t`Has the money of ${email} come?`,
    words: (
      <p>
        <Trans>The month “{plan.label}” begins, and the customer is told.</Trans>
      </p>
    ),
    confirm: t`It has come`,
    run: ({ reason = '' }) =>
      unwrap(client.POST('/api/v1/admin/payments/{id}/confirm', { params: at(id), body: { reason } })),
    done: () => t`Confirmed: the month has begun, and the customer is told.`,
  }),
  activate: ({ id, email, plan }) => ({
    name: t`Activate the month`,
    title: t`Give ${email} the month as if it had been paid in full?`,
    words: (
      <p>
        <Trans>The month “{plan.label}” begins, the question is closed, and the customer is told.</Trans>
      </p>
    ),
    confirm: t`Activate it`,
    run: ({ reason = '' }) => settle(id, { act: 'activate', reason }),
    done: () => t`Settled: the month has begun, and the customer is told.`,
  }),
  grant: ({ id, email, request_limit }) => ({
    name: t`Grant requests instead`,
    title: t`Give ${email} requests instead of a month?`,
    words: (
      <p>
        <Trans>
          They come on top of the customer’s current month, and the question is closed. The month that was to
          be paid has {request_limit}.
        </Trans>
      </p>
    ),
    confirm: t`Grant them`,
    fields: [
      { kind: 'whole', name: 'requests', label: t`Requests`, required: true, min: 1, max: REQUESTS_MAX },
    ],
    run: ({ reason = '', requests }) => settle(id, { act: 'grant', requests: Number(requests), reason }),
    done: () => t`Settled: the requests are granted.`,
  }),
  refund_noted: (payment) => ({
    name: t`Note a refund`,
    title: t`Note what you sent back to ${payment.email}?`,
    words: (
      <>
        <p>
          <Trans>
            Nothing is sent by this: send the money first, from the processor or your wallet. Then note it
            here; the customer sees these words.
          </Trans>
        </p>
        {pays(payment) && (
          <p>
            <Trans>
              The month that was paid by it ends. To leave it to the customer, choose “Let the customer keep
              the month” before.
            </Trans>
          </p>
        )}
      </>
    ),
    confirm: t`Note it`,
    fields: [
      { kind: 'text', name: 'amount', label: amountLabel(payment), required: true },
      { kind: 'text', name: 'address', label: t`Sent to`, required: true },
      { kind: 'text', name: 'transaction', label: t`In the transaction`, required: true },
    ],
    run: ({ reason = '', ...refund }) =>
      settle(payment.id, { act: 'refund_noted', refund: refundOf(refund), reason }),
    done: () => t`Settled: the refund is noted, and the customer is told.`,
  }),
  reject: ({ id, email }) => ({
    name: t`Reject`,
    title: t`Is nothing due to ${email}?`,
    words: (
      <p>
        <Trans>
          The question is closed: no month begins by it, and nothing is sent back. A month that runs stays.
        </Trans>
      </p>
    ),
    confirm: t`Nothing is due`,
    danger: true,
    run: ({ reason = '' }) => settle(id, { act: 'reject', reason }),
    done: () => t`Settled: nothing is due.`,
  }),
  keep: ({ id, email }) => ({
    name: t`Let the customer keep the month`,
    title: t`May ${email} keep the month?`,
    words: (
      <p>
        <Trans>Whatever becomes of the money, the month stays.</Trans>
      </p>
    ),
    confirm: t`The month stays`,
    run: ({ reason = '' }) =>
      unwrap(client.POST('/api/v1/admin/payments/{id}/keep', { params: at(id), body: { reason } })),
    done: () => t`The customer keeps the month.`,
  }),
}

/** Whether what goes back is the money of a month that runs, and not what came beside it. */
function pays({ period, kept, review }: AdminPayment): boolean {
  return period !== undefined && !kept && review !== 'excess' && review !== 'second_payment'
}

function amountLabel({ coin }: AdminPayment): string {
  const name = coin?.name
  return name === undefined ? t`Amount` : t`Amount, in ${name}`
}

function refundOf({ amount = '', address = '', transaction = '' }: Values): NonNullable<Settle['refund']> {
  return { amount, address, transaction }
}
