import { t } from '@lingui/core/macro'
import type { Attention } from './overview'

/** What needs a person; `null`: only the server knows, in its own words. */
export function attentionWords({ kind, provider = '' }: Attention): string | null {
  switch (kind) {
    case 'pool_empty':
      return t`No key of ${provider} can be used`
    case 'pool_low':
      return t`Few keys of ${provider} can be used`
    case 'keys_in_review':
      return t`Keys of ${provider} wait for a look`
    case 'keys_out_of_funds':
      return t`Keys of ${provider} have no money left`
    case 'payments_in_review':
      return t`Payments wait for a decision`
    case 'mails_failed':
      return t`Mails failed within a day`
    case 'processes_silent':
      return t`Processes are not heard of any more`
    case 'proxies_dead':
      return t`Proxies are dead`
    case 'webhooks_refused':
      return t`Webhooks of ${provider} have wrong signatures`
    case 'switched_off':
    case 'incident':
      return null
  }
}
