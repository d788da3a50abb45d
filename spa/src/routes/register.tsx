import { createFileRoute } from '@tanstack/react-router'
import { nextOf } from '~/features/auth/next'
import { RegisterPage } from '~/features/auth/RegisterPage'

export const Route = createFileRoute('/register')({ validateSearch: nextOf, component: RegisterPage })
