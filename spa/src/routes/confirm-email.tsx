import { createFileRoute } from '@tanstack/react-router'
import { ConfirmEmailPage } from '~/features/auth/ConfirmEmailPage'
import { takeToken } from '~/features/auth/linkToken'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/confirm-email')({
  beforeLoad: takeToken,
  loader: () => need('account'),
  component: ConfirmEmailPage,
})
