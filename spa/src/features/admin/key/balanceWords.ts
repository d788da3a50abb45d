import { t } from '@lingui/core/macro'
import type { AdminKey } from '../file/types'
import { formatUsd } from '../words/numbers'

/** The money of a key's account, as far as it is known. */
export function balanceWords({ state, usd }: AdminKey['balance']): string {
  const known = usd === undefined ? null : formatUsd(usd)
  switch (state) {
    case 'amount':
      return known ?? '–'
    case 'own_limit':
      return known === null ? t`a limit of its own` : t`${known}, a limit of its own`
    case 'unsupported':
      return t`its provider can’t be asked`
    case 'unknown':
      return known === null ? t`not known` : t`not known now; last ${known}`
  }
}
