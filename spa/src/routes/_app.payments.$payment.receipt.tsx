import { createFileRoute } from '@tanstack/react-router'
import { ReceiptPage } from '~/features/receipt/ReceiptPage'

export const Route = createFileRoute('/_app/payments/$payment/receipt')({ component: ReceiptPage })
