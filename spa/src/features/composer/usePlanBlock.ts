import { useQuery } from '@tanstack/react-query'
import { quotaQuery, subscriptionQuery } from '~/api/queries'

export type PlanBlock =
  | { why: 'none' }
  | { why: 'ended'; at: string | null }
  | { why: 'used_up'; until: string | null; nextIsPaid: boolean }

/** What the plan says against generating. Where the server can't tell, it is asked by trying. */
export function usePlanBlock(): PlanBlock | null {
  const subscription = useQuery(subscriptionQuery).data
  const quota = useQuery(quotaQuery).data
  if (subscription?.state === 'none') return { why: 'none' }
  if (subscription?.state === 'ended') return { why: 'ended', at: subscription.ends_at ?? null }
  if (quota?.bucket === 0) {
    const nextIsPaid = (subscription?.queued.length ?? 0) > 0
    return { why: 'used_up', until: quota.resets_at ?? null, nextIsPaid }
  }
  return null
}
