import { createFileRoute } from '@tanstack/react-router'
import { chosenOf } from '~/features/checkout/chosen'
import { CheckoutPage } from '~/features/checkout/CheckoutPage'

export const Route = createFileRoute('/_app/billing/plan')({
  validateSearch: chosenOf,
  component: CheckoutPage,
})
