import { createFileRoute } from '@tanstack/react-router'
import { HistoryPage } from '~/features/billing/HistoryPage'

export const Route = createFileRoute('/_app/billing/history')({ component: HistoryPage })
