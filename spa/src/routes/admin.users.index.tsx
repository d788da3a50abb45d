import { createFileRoute } from '@tanstack/react-router'
import { UsersPage } from '~/features/admin/lists/UsersPage'
import { listSearchOf } from '~/features/admin/list/search'

export const Route = createFileRoute('/admin/users/')({
  validateSearch: listSearchOf,
  component: UsersPage,
})
