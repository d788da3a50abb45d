import { t } from '@lingui/core/macro'
import { formatLocale } from '~/lib/format'
import type { Page } from './spec'

/** "340", "10,000+" where counting stopped. */
export function formatTotal({ count, more }: Page<never>['total']): string {
  const number = new Intl.NumberFormat(formatLocale()).format(count)
  return more ? `${number}+` : number
}

export function totalWords(total: Page<never>['total']): string {
  const number = formatTotal(total)
  return t`${number} in all`
}
