import { createFileRoute } from '@tanstack/react-router'
import { requireSession } from '~/features/auth/requireSession'
import { AppLayout } from '~/features/shell/AppLayout'

export const Route = createFileRoute('/_app')({ beforeLoad: requireSession, component: AppLayout })
