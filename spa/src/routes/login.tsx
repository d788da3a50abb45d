import { createFileRoute } from '@tanstack/react-router'
import { LoginPage } from '~/features/auth/LoginPage'
import { broughtOf } from '~/features/auth/next'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/login')({
  validateSearch: broughtOf,
  loader: () => need('account'),
  component: LoginPage,
})
