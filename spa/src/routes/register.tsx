import { createFileRoute } from '@tanstack/react-router'
import { RegisterPage } from '~/features/auth/RegisterPage'
import { broughtOf } from '~/features/auth/next'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/register')({
  validateSearch: broughtOf,
  loader: () => need('account'),
  component: RegisterPage,
})
