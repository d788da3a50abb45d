import { createFileRoute } from '@tanstack/react-router'
import { ReceiptPage } from '~/features/receipt/ReceiptPage'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/_app/payments/$payment/receipt')({
  loader: () => need('money'),
  component: ReceiptPage,
})
