import type { Attention } from './overview'

/** The page, narrowed, on which whatever needs a person is found. */
export function attentionHref({ kind, provider, id }: Attention): string {
  const ofProvider = provider === undefined ? '' : `provider=${encodeURIComponent(provider)}`
  switch (kind) {
    case 'pool_empty':
    case 'pool_low':
      return withQuery('/admin/keys', ofProvider)
    case 'keys_in_review':
      return withQuery('/admin/keys', 'state=manual_review', ofProvider)
    case 'keys_out_of_funds':
      return withQuery('/admin/keys', 'state=out_of_funds', ofProvider)
    case 'payments_in_review':
      return id === undefined ? '/admin/payments?review=true' : `/admin/payments/${id}`
    case 'mails_failed':
      return '/admin/notifications?state=failed'
    case 'processes_silent':
    case 'webhooks_refused':
      return '/admin/health'
    case 'proxies_dead':
      return id === undefined ? '/admin/proxies?health=dead' : `/admin/proxies/${id}`
    case 'switched_off':
      return '/admin/switches'
    case 'incident':
      return '/admin/incidents?state=open'
  }
}

function withQuery(path: string, ...parts: string[]): string {
  const query = parts.filter((part) => part !== '').join('&')
  return query === '' ? path : `${path}?${query}`
}
