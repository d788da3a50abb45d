import { createFileRoute } from '@tanstack/react-router'
import { PaymentsPage } from '~/features/admin/lists/PaymentsPage'
import { listSearchOf } from '~/features/admin/list/search'

export const Route = createFileRoute('/admin/payments/')({
  validateSearch: listSearchOf,
  component: PaymentsPage,
})
