import { queryOptions } from '@tanstack/react-query'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { withAccess } from '../access'
import { FILE_PACE_MS } from '../file/useFile'

/** As many as a choice shows. */
const PROXIES_MAX = 100
const STALE_MS = 60_000

export function keyQuery(id: string) {
  return queryOptions({
    queryKey: ['admin', 'key', id],
    queryFn: ({ signal }) =>
      withAccess(() => unwrap(client.GET('/api/v1/admin/keys/{id}', { params: { path: { id } }, signal }))),
    refetchInterval: FILE_PACE_MS,
  })
}

/** The proxies that a key can be given. */
export const proxyChoiceQuery = queryOptions({
  queryKey: ['admin', 'proxy-choice'],
  queryFn: async ({ signal }) => {
    const query = { limit: PROXIES_MAX }
    const call = () => unwrap(client.GET('/api/v1/admin/proxies', { params: { query }, signal }))
    return (await withAccess(call)).items
  },
  staleTime: STALE_MS,
})

const OF_PROVIDER = 'provider:'

/** The providers of the configuration: each has a switch. */
export const providersQuery = queryOptions({
  queryKey: ['admin', 'providers'],
  queryFn: async ({ signal }) => {
    const { items } = await withAccess(() => unwrap(client.GET('/api/v1/admin/switches', { signal })))
    return items
      .filter(({ name }) => name.startsWith(OF_PROVIDER))
      .map(({ name }) => name.slice(OF_PROVIDER.length))
  },
  staleTime: STALE_MS,
})
