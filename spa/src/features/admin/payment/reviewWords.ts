import { t } from '@lingui/core/macro'
import type { AdminPayment, PaymentEvent } from '../file/types'

/** The open question of a payment. */
export function reviewWords(reason: NonNullable<AdminPayment['review']>): string {
  switch (reason) {
    case 'short':
      return t`Less came than was asked for.`
    case 'excess':
      return t`More came than was asked for.`
    case 'failed':
      return t`Money came, and the processor then called the payment failed.`
    case 'reversed':
      return t`The money was taken back after the month had begun.`
    case 'second_payment':
      return t`Money came a second time for the same invoice.`
    case 'price_mismatch':
      return t`The processor tells another price than ours.`
    case 'order_mismatch':
      return t`The processor tells it as the payment of another order.`
    case 'wrong_coin':
      return t`Another coin came than was asked for.`
    case 'sandbox':
      return t`The processor says that this is play money.`
    case 'unclear':
      return t`What the processor tells can’t be read without doubt.`
    case 'account_suspended':
      return t`Money came for a suspended account.`
    case 'account_deleted':
      return t`Money came for an account that is deleted.`
    case 'reported':
      return t`The customer says that it is paid; the processor doesn’t.`
  }
}

export function eventWords(kind: PaymentEvent['kind']): string {
  switch (kind) {
    case 'placed':
      return t`Placed`
    case 'created':
      return t`Made by the processor`
    case 'webhook':
      return t`The processor told us`
    case 'read':
      return t`We asked the processor`
    case 'found':
      return t`Found at the processor`
    case 'reported':
      return t`The customer reported it`
    case 'act':
      return t`An admin acted`
    case 'failed':
      return t`Something failed`
  }
}
