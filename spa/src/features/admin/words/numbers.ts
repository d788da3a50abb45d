import { t } from '@lingui/core/macro'
import { formatCount } from '~/features/billing/price'
import { formatLocale } from '~/lib/format'

export { formatCount }

const SECOND_MS = 1_000

/** "840 ms", "12.4 s": short enough for a column. */
export function formatMs(ms: number): string {
  if (ms < SECOND_MS) return t`${ms} ms`
  const seconds = new Intl.NumberFormat(formatLocale(), { maximumFractionDigits: 1 }).format(ms / SECOND_MS)
  return t`${seconds} s`
}

/** Exact decimal dollars, as the server wrote them. */
export function formatUsd(usd: string): string {
  return `$${usd}`
}

export function formatPercent(part: number, whole: number): string {
  return new Intl.NumberFormat(formatLocale(), { style: 'percent', maximumFractionDigits: 1 }).format(
    whole === 0 ? 0 : part / whole,
  )
}
