import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'

/** "14 Dec" reads the same everywhere; the bare "en" would put the month first. */
const DATE_LOCALES: Record<string, string> = { en: 'en-GB' }

export function formatDate(date: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(DATE_LOCALES[i18n.locale] ?? i18n.locale, options).format(date)
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
