import { createFileRoute } from '@tanstack/react-router'
import { KeysPage } from '~/features/admin/lists/KeysPage'
import { listSearchOf } from '~/features/admin/list/search'

export const Route = createFileRoute('/admin/keys/')({
  validateSearch: listSearchOf,
  component: KeysPage,
})
