import { queryOptions } from '@tanstack/react-query'
import type { components } from '~/api.gen'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { withAccess } from '../access'

export type HealthComponent = components['schemas']['HealthComponent']
export type HealthReply = components['schemas']['HealthReply']

export const PACE_MS = 10_000

export const healthQuery = queryOptions({
  queryKey: ['admin', 'health'],
  queryFn: ({ signal }) => withAccess(() => unwrap(client.GET('/api/v1/admin/health', { signal }))),
})

/** The worst first; what nobody could look at comes before what is well. */
const RANK: Record<HealthComponent['state'], number> = { critical: 0, warning: 1, unknown: 2, ok: 3 }

export function worstFirst(components: HealthComponent[]): HealthComponent[] {
  return components.toSorted((a, b) => RANK[a.state] - RANK[b.state])
}

/** The page on which a component is seen to. */
export function componentHref({ kind }: HealthComponent): string | null {
  switch (kind) {
    case 'pool':
      return '/admin/keys'
    case 'proxies':
      return '/admin/proxies'
    case 'queue':
      return '/admin/generations?state=queued,running,waiting'
    case 'processor':
      return '/admin/payments'
    case 'mail':
      return '/admin/notifications?channel=mail&state=failed'
    case 'bot':
      return '/admin/notifications?channel=telegram'
    case 'switches':
      return '/admin/switches'
    default:
      return null
  }
}
