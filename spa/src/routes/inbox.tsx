import { createFileRoute } from '@tanstack/react-router'
import { InboxPage } from '~/features/auth/InboxPage'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/inbox')({ loader: () => need('account'), component: InboxPage })
