import { createFileRoute } from '@tanstack/react-router'
import { MonthsPage } from '~/features/admin/lists/MonthsPage'
import { listSearchOf } from '~/features/admin/list/search'

export const Route = createFileRoute('/admin/months/')({
  validateSearch: listSearchOf,
  component: MonthsPage,
})
