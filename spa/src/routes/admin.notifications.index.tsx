import { createFileRoute } from '@tanstack/react-router'
import { NotificationsPage } from '~/features/admin/lists/NotificationsPage'
import { listSearchOf } from '~/features/admin/list/search'

export const Route = createFileRoute('/admin/notifications/')({
  validateSearch: listSearchOf,
  component: NotificationsPage,
})
