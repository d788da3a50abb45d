import { t } from '@lingui/core/macro'
import type { Stage } from './stage'

/** What a stage is called: the heading of its screen, and what is read out when it comes. */
export function stageTitle(stage: Stage): string {
  switch (stage) {
    case 'preparing':
      return t`Preparing your payment`
    case 'waiting':
      return t`Waiting for your payment`
    case 'by_hand':
      return t`How to pay`
    case 'partial':
      return t`Part of it has arrived`
    case 'seen':
      return t`We see your payment`
    case 'confirming':
      return t`Your payment is being confirmed`
    case 'active':
      return t`Your payment went through`
    case 'credited':
      return t`Added to your current month`
    case 'expired':
      return t`The time for this payment is over`
    case 'failed':
      return t`This payment couldn’t be made`
    case 'rejected':
      return t`This payment was closed`
    case 'refunded':
      return t`Your money was sent back`
    case 'review':
      return t`A person is looking at this payment`
  }
}
