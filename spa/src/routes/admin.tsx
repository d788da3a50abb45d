import { createFileRoute } from '@tanstack/react-router'
import { AdminLayout } from '~/features/admin/shell/AdminLayout'
import { requireAdmin } from '~/features/admin/shell/requireAdmin'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/admin')({
  beforeLoad: requireAdmin,
  loader: () => Promise.all([need('admin'), need('account')]),
  component: AdminLayout,
})
