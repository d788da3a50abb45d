import { t } from '@lingui/core/macro'
import type { Payment, PaymentState } from '~/api/types'
import type { Tone } from '~/ui/Notice'

export interface StateWords {
  tone: Tone
  word: string
}

/** A payment's state in a word, for lists. */
export function paymentWords({ state, in_review }: Pick<Payment, 'state' | 'in_review'>): StateWords {
  if (state === 'needs_review') return { tone: 'busy', word: t`Being looked at` }
  const words = stateWords(state)
  return in_review ? { ...words, word: t`${words.word}, being looked at` } : words
}

function stateWords(state: Exclude<PaymentState, 'needs_review'>): StateWords {
  switch (state) {
    case 'creating':
      return { tone: 'busy', word: t`Being prepared` }
    case 'pending':
      return { tone: 'busy', word: t`Waiting for payment` }
    case 'confirming':
      return { tone: 'busy', word: t`Being confirmed` }
    case 'underpaid':
      return { tone: 'warn', word: t`Partly paid` }
    case 'paid':
      return { tone: 'good', word: t`Paid` }
    case 'overpaid':
      return { tone: 'good', word: t`Paid, and more` }
    case 'paid_late':
      return { tone: 'good', word: t`Paid late` }
    case 'expired':
      return { tone: 'plain', word: t`Expired` }
    case 'failed':
      return { tone: 'bad', word: t`Failed` }
    case 'refunded':
      return { tone: 'plain', word: t`Sent back` }
  }
}
