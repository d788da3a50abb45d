import { createFileRoute } from '@tanstack/react-router'
import { AdminPaymentPage } from '~/features/admin/payment/AdminPaymentPage'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/admin/payments/$id')({
  loader: () => need('money'),
  component: AdminPaymentPage,
})
