import { createFileRoute } from '@tanstack/react-router'
import { SettingsPage } from '~/features/account/SettingsPage'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/_app/settings')({
  loader: () => need('account'),
  component: SettingsPage,
})
