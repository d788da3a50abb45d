import { createFileRoute } from '@tanstack/react-router'
import { takeToken } from '~/features/auth/linkToken'
import { ResetPage } from '~/features/auth/ResetPage'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/reset')({
  beforeLoad: takeToken,
  loader: () => need('account'),
  component: ResetPage,
})
