import { createFileRoute } from '@tanstack/react-router'
import { listSearchOf } from '~/features/admin/list/search'
import { UserPage } from '~/features/admin/user/UserPage'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/admin/users/$id')({
  validateSearch: listSearchOf,
  // The payments among its parts.
  loader: () => need('money'),
  component: UserPage,
})
