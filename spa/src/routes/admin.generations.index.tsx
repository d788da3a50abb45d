import { createFileRoute } from '@tanstack/react-router'
import { GenerationsPage } from '~/features/admin/lists/GenerationsPage'
import { listSearchOf } from '~/features/admin/list/search'

export const Route = createFileRoute('/admin/generations/')({
  validateSearch: listSearchOf,
  component: GenerationsPage,
})
