import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'

/** "14 Dec" reads the same everywhere; the bare "en" would put the month first. */
const DATE_LOCALES: Record<string, string> = { en: 'en-GB' }

/** The locale for numbers and dates. */
export function formatLocale(): string {
  return DATE_LOCALES[i18n.locale] ?? i18n.locale
}

export function formatDate(date: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(formatLocale(), options).format(date)
}

export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  if (seconds < 60) return t`${seconds} s`
  const minutes = Math.floor(seconds / 60)
  const rest = String(seconds % 60).padStart(2, '0')
  return t`${minutes} min ${rest} s`
}

/** "14 Dec", with the year only when it is another one. */
export function formatDay(iso: string): string {
  const date = new Date(iso)
  const sameYear = date.getFullYear() === new Date().getFullYear()
  return formatDate(date, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) })
}

export function formatMoment(iso: string): string {
  return formatDate(new Date(iso), { dateStyle: 'medium', timeStyle: 'short' })
}

const ZONED: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
}

/** "14 Dec 2026, 10:00 CET": where an hour counts, whose hour it is has to be said. */
export function formatZoned(iso: string): string {
  return formatDate(new Date(iso), ZONED)
}

/** "14 Nov 2026, 10:00 – 14 Dec 2026, 10:00 CET" */
export function formatPeriod(starts: string, ends: string): string {
  return new Intl.DateTimeFormat(formatLocale(), ZONED).formatRange(new Date(starts), new Date(ends))
}

const HOUR_MS = 3_600_000

/** What is left of a time: "14 min 05 s", from an hour up "2 h 05 min". */
export function formatLeft(ms: number): string {
  if (ms < HOUR_MS) return formatElapsed(ms)
  const hours = Math.floor(ms / HOUR_MS)
  const rest = String(Math.floor((ms % HOUR_MS) / 60_000)).padStart(2, '0')
  return t`${hours} h ${rest} min`
}
