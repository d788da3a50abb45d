import { createFileRoute } from '@tanstack/react-router'
import { chosenOf } from '~/features/checkout/chosen'
import { CheckoutPage } from '~/features/checkout/CheckoutPage'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/_app/billing/plan')({
  validateSearch: chosenOf,
  loader: () => need('money'),
  component: CheckoutPage,
})
