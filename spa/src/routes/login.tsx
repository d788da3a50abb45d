import { createFileRoute } from '@tanstack/react-router'
import { nextOf } from '~/features/auth/next'
import { LoginPage } from '~/features/auth/LoginPage'

export const Route = createFileRoute('/login')({ validateSearch: nextOf, component: LoginPage })
