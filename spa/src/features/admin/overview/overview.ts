import { queryOptions } from '@tanstack/react-query'
import type { components } from '~/api.gen'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { withAccess } from '~/features/admin/access'

type Schemas = components['schemas']

export type Attention = Schemas['Attention']
export type DayFigures = Schemas['DayFigures']
export type Overview = Schemas['Overview']

const PACE_MS = 30_000

/** Also behind the counts of the navigation and the banner, so it is asked for on every page. */
export const overviewQuery = queryOptions({
  queryKey: ['admin', 'overview'],
  queryFn: ({ signal }) => withAccess(() => unwrap(client.GET('/api/v1/admin/overview', { signal }))),
  refetchInterval: PACE_MS,
})
