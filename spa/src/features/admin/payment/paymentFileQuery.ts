import { queryOptions } from '@tanstack/react-query'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { withAccess } from '../access'
import { FILE_PACE_MS } from '../file/useFile'

export function paymentFileQuery(id: string) {
  return queryOptions({
    queryKey: ['admin', 'payment', id],
    queryFn: ({ signal }) =>
      withAccess(() =>
        unwrap(client.GET('/api/v1/admin/payments/{id}', { params: { path: { id } }, signal })),
      ),
    refetchInterval: FILE_PACE_MS,
  })
}
