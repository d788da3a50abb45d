import { createFileRoute } from '@tanstack/react-router'
import { listSearchOf } from '~/features/admin/list/search'
import { RegistrationsPage } from '~/features/admin/user/RegistrationsPage'

export const Route = createFileRoute('/admin/registrations')({
  validateSearch: listSearchOf,
  component: RegistrationsPage,
})
