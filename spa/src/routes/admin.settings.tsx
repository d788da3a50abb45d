import { createFileRoute } from '@tanstack/react-router'
import { AdminSettingsPage } from '~/features/admin/access/AdminSettingsPage'

export const Route = createFileRoute('/admin/settings')({
  component: AdminSettingsPage,
})
