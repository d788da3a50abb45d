import { createFileRoute } from '@tanstack/react-router'
import { HealthPage } from '~/features/admin/health/HealthPage'

export const Route = createFileRoute('/admin/health')({
  component: HealthPage,
})
