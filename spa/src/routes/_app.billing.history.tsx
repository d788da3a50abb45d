import { createFileRoute } from '@tanstack/react-router'
import { HistoryPage } from '~/features/billing/HistoryPage'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/_app/billing/history')({
  loader: () => need('money'),
  component: HistoryPage,
})
