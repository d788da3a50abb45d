import { createFileRoute } from '@tanstack/react-router'
import { ForgotPage } from '~/features/auth/ForgotPage'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/forgot')({ loader: () => need('account'), component: ForgotPage })
