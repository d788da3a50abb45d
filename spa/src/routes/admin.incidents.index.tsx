import { createFileRoute } from '@tanstack/react-router'
import { IncidentsPage } from '~/features/admin/lists/IncidentsPage'
import { listSearchOf } from '~/features/admin/list/search'

export const Route = createFileRoute('/admin/incidents/')({
  validateSearch: listSearchOf,
  component: IncidentsPage,
})
