import { createFileRoute } from '@tanstack/react-router'
import { BillingPage } from '~/features/billing/BillingPage'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/_app/billing/')({
  loader: () => need('money'),
  component: BillingPage,
})
