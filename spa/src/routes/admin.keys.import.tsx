import { createFileRoute } from '@tanstack/react-router'
import { ImportPage } from '~/features/admin/key/ImportPage'

export const Route = createFileRoute('/admin/keys/import')({ component: ImportPage })
