import { createFileRoute } from '@tanstack/react-router'
import { ProxiesPage } from '~/features/admin/lists/ProxiesPage'
import { listSearchOf } from '~/features/admin/list/search'

export const Route = createFileRoute('/admin/proxies/')({
  validateSearch: listSearchOf,
  component: ProxiesPage,
})
