import { createFileRoute } from '@tanstack/react-router'
import { AuditPage } from '~/features/admin/lists/AuditPage'
import { listSearchOf } from '~/features/admin/list/search'

export const Route = createFileRoute('/admin/audit/')({
  validateSearch: listSearchOf,
  component: AuditPage,
})
