import { createFileRoute } from '@tanstack/react-router'
import { SwitchesPage } from '~/features/admin/switches/SwitchesPage'

export const Route = createFileRoute('/admin/switches')({
  component: SwitchesPage,
})
