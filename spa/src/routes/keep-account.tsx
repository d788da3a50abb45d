import { createFileRoute } from '@tanstack/react-router'
import { KeepAccountPage } from '~/features/auth/KeepAccountPage'
import { takeToken } from '~/features/auth/linkToken'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/keep-account')({
  beforeLoad: takeToken,
  loader: () => need('account'),
  component: KeepAccountPage,
})
