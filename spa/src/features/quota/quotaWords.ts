import { t } from '@lingui/core/macro'
import type { Quota, Subscription } from '~/api/types'
import { formatDay } from '~/lib/format'

/** Never a count: what is left is told in fifths only. */
export function quotaWords(quota: Quota, subscription: Subscription): string {
  if (subscription.state === 'none') return t`No plan yet`
  if (subscription.state === 'ended') return t`Plan ended`
  const day = quota.resets_at == null ? null : formatDay(quota.resets_at)
  if (quota.bucket === 0) return day === null ? t`Used up` : t`Used up until ${day}`
  const left = t`About ${quota.bucket} % left`
  return day === null ? left : t`${left} · resets ${day}`
}
