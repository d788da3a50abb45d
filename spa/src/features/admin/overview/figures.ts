import { formatPrice } from '~/features/billing/price'
import { formatLocale } from '~/lib/format'
import type { DayFigures } from './overview'

const HUNDREDTHS = 100

/** Of what came to an end by itself; what customers cancelled says nothing about us. Null: nothing ended. */
export function successRate({ succeeded, failed, declined }: DayFigures): number | null {
  const ended = succeeded + failed + declined
  return ended === 0 ? null : succeeded / ended
}

/** Dollars in hundredths, for drawing and for the estimate of a margin; amounts are shown as the server wrote them. */
export function usdCents(usd: string): number {
  return Math.round(Number(usd) * HUNDREDTHS)
}

export function revenueUsdCents({ revenue }: DayFigures): number {
  return revenue
    .filter(({ currency }) => currency === 'USD')
    .reduce((sum, { minor_units }) => sum + minor_units, 0)
}

/** Null where money came in that is not in the currency of the costs: then there is no one number. */
export function marginUsdCents(day: DayFigures): number | null {
  const foreign = day.revenue.some(({ currency, minor_units }) => currency !== 'USD' && minor_units !== 0)
  return foreign ? null : revenueUsdCents(day) - usdCents(day.cost_usd)
}

export function formatMoney(minorUnits: number, currency: string): string {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return formatPrice({ amount: (minorUnits / 10 ** digits).toFixed(digits), currency })
}

export function formatRevenue({ revenue }: DayFigures): string {
  if (revenue.length === 0) return formatMoney(0, 'USD')
  return revenue.map(({ minor_units, currency }) => formatMoney(minor_units, currency)).join(' + ')
}

/** The generations of one UTC day. */
export function dayHref(day: string, filter = ''): string {
  const next = new Date(`${day}T00:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  const until = `${next.toISOString().slice(0, 19)}Z`
  return `/admin/generations?queued_from=${day}T00:00:00Z&queued_to=${until}${filter === '' ? '' : `&${filter}`}`
}

/** "14 Dec": a day of UTC, which is not moved by where one is. */
export function formatUtcDay(day: string): string {
  return new Intl.DateTimeFormat(formatLocale(), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
}
