import { msg } from '@lingui/core/macro'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { formatPrice } from '~/features/billing/price'
import type { AdminPayment } from '../file/types'
import type { ListSpec } from '../list/spec'
import { IdCell, Maybe, shortId, UserCell } from './cells'
import { PAYMENT_STATES } from './options'
import { PaymentState } from './PaymentState'

export const paymentsList: ListSpec<AdminPayment> = {
  id: 'payments',
  title: msg`Payments`,
  search: { name: 'q', hint: msg`Id, invoice, coin address or transaction, whole` },
  filters: [
    { name: 'state', kind: 'several', label: msg`State`, options: PAYMENT_STATES },
    {
      name: 'review',
      kind: 'choice',
      label: msg`Waits for an admin`,
      options: [{ value: 'true', label: msg`Yes` }],
    },
    { name: 'processor', kind: 'words', label: msg`Processor` },
    { name: 'email', kind: 'words', label: msg`E-mail of the customer, whole` },
    { name: 'user', kind: 'id', label: msg`User` },
    { name: 'activated_from', kind: 'moment', label: msg`Month activated, from` },
    { name: 'activated_to', kind: 'moment', label: msg`Month activated, before` },
  ],
  presets: [
    { id: 'review', label: msg`Needs review`, filter: () => ({ review: 'true' }) },
    { id: 'partial', label: msg`Partial`, filter: () => ({ state: 'underpaid' }) },
    { id: 'late', label: msg`Late`, filter: () => ({ state: 'paid_late' }) },
    { id: 'open', label: msg`Open`, filter: () => ({ state: 'pending,confirming' }) },
  ],
  sorts: ['-created_at', 'created_at'],
  columns: [
    { id: 'id', label: msg`Id`, cell: ({ id }) => <IdCell id={id} /> },
    {
      id: 'created',
      label: msg`Begun`,
      sort: 'created_at',
      cell: ({ created_at }) => <Maybe at={created_at} />,
    },
    {
      id: 'user',
      label: msg`Customer`,
      cell: ({ user_id, email }) => <UserCell user={{ id: user_id, email }} />,
    },
    { id: 'state', label: msg`State`, cell: (payment) => <PaymentState payment={payment} /> },
    { id: 'price', label: msg`Price`, end: true, cell: ({ price }) => formatPrice(price) },
    { id: 'plan', label: msg`Plan`, cell: ({ plan }) => plan.label },
    {
      id: 'coin',
      label: msg`Coin`,
      cell: ({ coin, network }) =>
        [coin?.name, network].filter((word) => word !== undefined).join(', ') || '–',
    },
    { id: 'asked', label: msg`Asked`, end: true, spare: true, cell: ({ asked }) => asked ?? '–' },
    { id: 'received', label: msg`Received`, end: true, cell: ({ received }) => received ?? '–' },
    { id: 'processor', label: msg`Processor`, cell: ({ processor }) => processor.label },
    { id: 'read', label: msg`Looked at`, spare: true, cell: ({ read_at }) => <Maybe at={read_at} /> },
    { id: 'changed', label: msg`Changed`, spare: true, cell: ({ changed_at }) => <Maybe at={changed_at} /> },
  ],
  load: (query, signal) =>
    unwrap(client.GET('/api/v1/admin/payments', { params: { query: query as never }, signal })),
  csv: '/api/v1/admin/payments.csv',
  rowId: ({ id }) => id,
  rowName: ({ id }) => shortId(id),
  href: ({ id }) => `/admin/payments/${id}`,
  empty: msg`No payment was begun yet.`,
}
