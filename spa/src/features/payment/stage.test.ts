import { expect, it } from 'vitest'
import type { Payment } from '~/api/types'
import { payment } from '~/test/samples'
import { asksForReport, canReport, isAtRest, stageOf, type Stage } from './stage'

const activated_at = '2030-01-02T00:00:00Z'

const stages: [Partial<Payment>, Stage][] = [
  [{ state: 'creating' }, 'preparing'],
  [{ state: 'pending' }, 'waiting'],
  [{ state: 'pending', by_hand: true }, 'by_hand'],
  [{ state: 'underpaid' }, 'partial'],
  [{ state: 'confirming' }, 'seen'],
  [{ state: 'confirming', confirmations: 0 }, 'seen'],
  [{ state: 'confirming', confirmations: 1 }, 'confirming'],
  [{ state: 'paid', activated_at }, 'active'],
  [{ state: 'paid_late', activated_at }, 'active'],
  [{ state: 'overpaid', activated_at, settlement: 'granted' }, 'active'],
  [{ state: 'paid', settlement: 'granted' }, 'credited'],
  [{ state: 'expired' }, 'expired'],
  [{ state: 'failed' }, 'failed'],
  [{ state: 'failed', settlement: 'rejected' }, 'rejected'],
  [{ state: 'refunded' }, 'refunded'],
  [{ state: 'needs_review', in_review: true }, 'review'],
]

it.each(stages)('%o is %s', (change, stage) => {
  expect(stageOf(payment(change))).toBe(stage)
})

it('is watched as long as money may come, go back or be looked at', () => {
  const watched = stages.filter(([change]) => !isAtRest(payment(change))).map(([, stage]) => stage)
  expect(new Set(watched)).toEqual(
    new Set(['preparing', 'waiting', 'by_hand', 'partial', 'seen', 'confirming', 'expired', 'review']),
  )
  expect(isAtRest(payment({ state: 'overpaid', activated_at, in_review: true }))).toBe(false)
})

it('takes a report where a payment may be missing, and one at a time', () => {
  const reportable = stages.filter(([change]) => canReport(payment(change))).map(([, stage]) => stage)
  expect(reportable).toEqual(['waiting', 'by_hand', 'partial', 'expired', 'failed'])
  expect(canReport(payment({ state: 'expired', in_review: true }))).toBe(false)
  expect(canReport(payment({ state: 'expired', reported_at: activated_at }))).toBe(true)
})

it('asks for a report of its own where a person’s payment ran out, as nobody looks for it otherwise', () => {
  expect(asksForReport(payment({ state: 'expired', by_hand: true }))).toBe(true)
  expect(asksForReport(payment({ state: 'expired' }))).toBe(false)
  expect(asksForReport(payment({ by_hand: true }))).toBe(false)
})
