import { optionWords } from './cells'
import { PAYMENT_STATES } from './options'
import type { AdminPayment } from '../file/types'
import { State } from '../words/State'
import type { Tone } from '~/ui/Notice'
import { useLingui } from '@lingui/react/macro'

const TONES: Record<AdminPayment['state'], Tone> = {
  creating: 'busy',
  pending: 'busy',
  confirming: 'busy',
  paid: 'good',
  underpaid: 'warn',
  overpaid: 'warn',
  paid_late: 'warn',
  expired: 'plain',
  failed: 'bad',
  refunded: 'plain',
  needs_review: 'bad',
}

/** The state as it is; that a person has to look at it comes before whatever it is. */
export function PaymentState({ payment: { state, in_review } }: { payment: AdminPayment }) {
  const { t } = useLingui()
  const word = optionWords(PAYMENT_STATES, state)
  if (!in_review || state === 'needs_review') return <State of={{ tone: TONES[state], word }} />
  return <State of={{ tone: 'bad', word: t`${word}, in review` }} />
}
