import type { Payment } from '~/api/types'

/** What the page of a payment shows: one screen each. */
export type Stage =
  | 'preparing'
  | 'waiting'
  | 'by_hand'
  | 'partial'
  | 'seen'
  | 'confirming'
  | 'active'
  /** Settled by pictures on top of the current month. */
  | 'credited'
  | 'expired'
  | 'failed'
  /** An admin found nothing due. */
  | 'rejected'
  | 'refunded'
  | 'review'

export function stageOf(payment: Payment): Stage {
  switch (payment.state) {
    case 'creating':
      return 'preparing'
    case 'pending':
      return payment.by_hand ? 'by_hand' : 'waiting'
    case 'underpaid':
      return 'partial'
    case 'confirming':
      return (payment.confirmations ?? 0) > 0 ? 'confirming' : 'seen'
    case 'paid':
    case 'overpaid':
    case 'paid_late':
      return payment.settlement === 'granted' && payment.activated_at === undefined ? 'credited' : 'active'
    case 'expired':
      return 'expired'
    case 'failed':
      return payment.settlement === 'rejected' ? 'rejected' : 'failed'
    case 'refunded':
      return 'refunded'
    case 'needs_review':
      return 'review'
  }
}

/** Nothing more is expected, so nobody has to ask: what still changes shows when the page is opened again. */
export function isAtRest(payment: Payment): boolean {
  const ended: readonly Stage[] = ['active', 'credited', 'failed', 'rejected', 'refunded']
  return ended.includes(stageOf(payment)) && !payment.in_review
}

/** Where a report of a payment that nobody sees helps; not while one is being looked at. */
export function canReport(payment: Payment): boolean {
  const stages: readonly Stage[] = ['waiting', 'by_hand', 'partial', 'expired', 'failed']
  return stages.includes(stageOf(payment)) && !payment.in_review
}

/** Where nothing but a report brings the payment to a person's eyes. */
export function asksForReport(payment: Payment): boolean {
  return payment.by_hand && stageOf(payment) === 'expired'
}
