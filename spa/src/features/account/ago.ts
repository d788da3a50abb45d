import { t } from '@lingui/core/macro'
import { formatLocale } from '~/lib/format'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** "5 minutes ago", "yesterday". */
export function formatAgo(iso: string, nowMs: number): string {
  const ageMs = Math.max(0, nowMs - Date.parse(iso))
  if (ageMs < MINUTE_MS) return t`just now`
  const words = new Intl.RelativeTimeFormat(formatLocale(), { numeric: 'auto' })
  if (ageMs < HOUR_MS) return words.format(-Math.floor(ageMs / MINUTE_MS), 'minute')
  if (ageMs < DAY_MS) return words.format(-Math.floor(ageMs / HOUR_MS), 'hour')
  return words.format(-Math.floor(ageMs / DAY_MS), 'day')
}
