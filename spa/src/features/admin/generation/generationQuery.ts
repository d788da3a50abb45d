import { queryOptions } from '@tanstack/react-query'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { withAccess } from '../access'
import type { AdminGeneration } from '../file/types'
import { FILE_PACE_MS } from '../file/useFile'

/** What runs is looked at this often. */
const LIVE_PACE_MS = 2_000

export function isOpen({ state }: AdminGeneration): boolean {
  return state === 'queued' || state === 'running' || state === 'waiting'
}

export function generationQuery(id: string) {
  return queryOptions({
    queryKey: ['admin', 'generation', id],
    queryFn: ({ signal }) =>
      withAccess(() =>
        unwrap(client.GET('/api/v1/admin/generations/{id}', { params: { path: { id } }, signal })),
      ),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && isOpen(data.generation) ? LIVE_PACE_MS : FILE_PACE_MS,
  })
}
