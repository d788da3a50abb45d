import { createFileRoute } from '@tanstack/react-router'
import { PaymentPage } from '~/features/payment/PaymentPage'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/_app/payments/$payment/')({
  loader: () => need('money'),
  component: PaymentPage,
})
