import { createFileRoute } from '@tanstack/react-router'
import { KeyPage } from '~/features/admin/key/KeyPage'
import { listSearchOf } from '~/features/admin/list/search'

export const Route = createFileRoute('/admin/keys/$id')({
  validateSearch: listSearchOf,
  component: KeyPage,
})
