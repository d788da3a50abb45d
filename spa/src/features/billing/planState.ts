import type { Quota, Subscription } from '~/api/types'

/** From here down the next month is worth asking for. */
const SOON_DAYS = 7
const DAY_MS = 86_400_000

/** The one thing to do next, and whether it is urgent enough to be the loudest thing on the page. */
export interface NextAct {
  what: 'buy' | 'renew' | 'pay_next' | 'start_next'
  loud: boolean
}

export function nextAct(subscription: Subscription, quota: Quota | undefined, nowMs: number): NextAct {
  // A payment under way is gone on with, from its banner; a second one is nobody's first wish.
  const free = subscription.payment === undefined
  if (subscription.state === 'none') return { what: 'buy', loud: free }
  if (subscription.state !== 'active') return { what: 'renew', loud: free }
  const usedUp = quota?.bucket === 0
  if (subscription.queued.length > 0)
    return usedUp ? { what: 'start_next', loud: true } : { what: 'pay_next', loud: false }
  const soon = subscription.ends_at !== undefined && daysLeft(subscription.ends_at, nowMs) <= SOON_DAYS
  return { what: 'pay_next', loud: free && (usedUp || soon) }
}

/** With so many days left the customer is reminded once each, as by mail. */
const REMINDED_DAYS = [1, 3, 7]

/** Which reminder is due; none where the next month is paid, or is being paid. */
export function reminderDays(
  { state, ends_at, queued, payment }: Subscription,
  nowMs: number,
): number | null {
  if (state !== 'active' || ends_at === undefined || queued.length > 0 || payment !== undefined) return null
  const left = daysLeft(ends_at, nowMs)
  return REMINDED_DAYS.find((days) => left <= days) ?? null
}

/** Begun days until a moment: 1 on the last one, 0 when it is over. */
export function daysLeft(iso: string, nowMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(iso) - nowMs) / DAY_MS))
}
