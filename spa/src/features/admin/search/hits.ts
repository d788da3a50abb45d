import { queryOptions } from '@tanstack/react-query'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { components } from '~/api.gen'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { withAccess } from '../access'

export type Hit = components['schemas']['SearchHit']

/** Shorter words would find half of everything. */
export const CHARS_MIN = 3

export function searchQuery(q: string) {
  return queryOptions({
    queryKey: ['admin', 'search', q],
    queryFn: async ({ signal }) =>
      (
        await withAccess(() =>
          unwrap(client.GET('/api/v1/admin/search', { params: { query: { q } }, signal })),
        )
      ).items,
  })
}

export const KINDS: { kind: Hit['kind']; label: MessageDescriptor }[] = [
  { kind: 'user', label: msg`Users` },
  { kind: 'payment', label: msg`Payments` },
  { kind: 'generation', label: msg`Generations` },
  { kind: 'turn', label: msg`Turns` },
  { kind: 'cycle', label: msg`Months` },
  { kind: 'key', label: msg`Keys` },
  { kind: 'proxy', label: msg`Proxies` },
  { kind: 'audit', label: msg`Audit` },
]

/** The page of what was found; a turn and a line of the audit have a list that shows them alone. */
export function hitHref({ kind, id, detail }: Hit, q: string): string {
  switch (kind) {
    case 'user':
      return `/admin/users/${id}`
    case 'payment':
      return `/admin/payments/${id}`
    case 'generation':
      return `/admin/generations/${id}`
    case 'turn':
      return `/admin/generations?turn=${id}`
    case 'cycle':
      // It has no page of its own, and the answer names its customer by the address.
      return detail === undefined ? '/admin/months' : `/admin/users?q=${encodeURIComponent(detail)}`
    case 'key':
      return `/admin/keys/${id}`
    case 'proxy':
      return `/admin/proxies/${id}`
    case 'audit':
      return `/admin/audit?request_id=${encodeURIComponent(q)}`
  }
}
