import { t } from '@lingui/core/macro'
import type { Quota, Subscription } from '~/api/types'
import { formatDay } from '~/lib/format'

export interface QuotaWords {
  /** "About 60 % left": in fifths only, never a count. */
  left: string
  /** When there will be more. */
  resets: string | null
}

export function quotaWords(quota: Quota, subscription: Subscription): QuotaWords {
  if (subscription.state === 'none') return { left: t`No plan yet`, resets: null }
  if (subscription.state === 'ended') return { left: t`Plan ended`, resets: null }
  const left = quota.bucket === 0 ? t`Used up` : t`About ${quota.bucket} % left`
  if (subscription.state === 'grace') {
    const until = subscription.grace_until === undefined ? null : formatDay(subscription.grace_until)
    return { left, resets: until === null ? null : t`Usable until ${until}` }
  }
  const day = quota.resets_at == null ? null : formatDay(quota.resets_at)
  return { left, resets: day === null ? null : t`Resets ${day}` }
}

export function quotaSentence(words: QuotaWords): string {
  return [words.left, words.resets].filter((word) => word !== null).join(' · ')
}
