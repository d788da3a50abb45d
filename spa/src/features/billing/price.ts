import type { Price } from '~/api/types'
import { formatLocale } from '~/lib/format'

/** Signs that nobody takes for another currency's, as the front page has them. */
const SIGNS = new Set(['USD', 'EUR', 'GBP', 'RUB'])

/** "$9.00". The text goes in as it is: a number would pass through a float. */
export function formatPrice({ amount, currency }: Price): string {
  // A name that is no ISO code would be refused by the formatter.
  if (!/^[A-Z]{3}$/.test(currency)) return `${amount} ${currency}`
  return moneyFormat(currency).format(amount as Intl.StringNumericLiteral)
}

export function moneyFormat(currency: string): Intl.NumberFormat {
  const currencyDisplay = SIGNS.has(currency) ? 'narrowSymbol' : 'symbol'
  return new Intl.NumberFormat(formatLocale(), { style: 'currency', currency, currencyDisplay })
}

export function formatCount(count: number): string {
  return new Intl.NumberFormat(formatLocale()).format(count)
}

/** "0.0123 BTC": exact, as the server wrote it. */
export function coinAmount(amount: string, coin: string | undefined): string {
  return coin === undefined ? amount : `${amount} ${coin}`
}

const ROUGH_DIGITS = 5

/** An amount for "about": cut, as text, to the digits that say something. */
export function roughly(amount: string): string {
  const [whole = '', decimals = ''] = amount.split('.')
  const digits = whole === '0' ? decimals.search(/[1-9]|$/) + ROUGH_DIGITS : ROUGH_DIGITS - whole.length
  const shown = decimals.slice(0, Math.max(digits, 0)).replace(/0+$/, '')
  return shown === '' ? whole : `${whole}.${shown}`
}
