import { createFileRoute } from '@tanstack/react-router'
import { VerifyPage } from '~/features/auth/VerifyPage'
import { takeToken } from '~/features/auth/linkToken'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/verify')({
  beforeLoad: takeToken,
  loader: () => need('account'),
  component: VerifyPage,
})
