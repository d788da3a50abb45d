import { createFileRoute } from '@tanstack/react-router'
import { NewKeyPage } from '~/features/admin/key/NewKeyPage'

export const Route = createFileRoute('/admin/keys/new')({ component: NewKeyPage })
