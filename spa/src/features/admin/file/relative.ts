import { t } from '@lingui/core/macro'
import { formatDate, formatLocale } from '~/lib/format'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** "5 minutes ago", "in 2 hours", "tomorrow". */
export function formatRelative(iso: string, nowMs: number): string {
  const distanceMs = Date.parse(iso) - nowMs
  const size = Math.abs(distanceMs)
  if (size < MINUTE_MS) return distanceMs > 0 ? t`in less than a minute` : t`just now`
  const words = new Intl.RelativeTimeFormat(formatLocale(), { numeric: 'auto' })
  if (size < HOUR_MS) return words.format(Math.trunc(distanceMs / MINUTE_MS), 'minute')
  if (size < DAY_MS) return words.format(Math.trunc(distanceMs / HOUR_MS), 'hour')
  return words.format(Math.trunc(distanceMs / DAY_MS), 'day')
}

const EXACT: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
}

/** The moment where this browser is, and the same in UTC as logs have it. */
export function bothClocks(iso: string): string {
  const utc = new Date(iso).toISOString().slice(0, 19).replace('T', ' ')
  return `${formatDate(new Date(iso), EXACT)} · ${utc} UTC`
}

/** Both are of one day where this browser is. */
export function sameDay(before: string | undefined, after: string): boolean {
  return before !== undefined && new Date(before).toDateString() === new Date(after).toDateString()
}

/** "14:05:09", for lines that stand under a day. */
export function formatSecond(iso: string): string {
  return formatDate(new Date(iso), { hour: '2-digit', minute: '2-digit', second: '2-digit' })
}
