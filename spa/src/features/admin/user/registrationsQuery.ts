import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { withAccess } from '../access'
import { FILE_PACE_MS } from '../file/useFile'

/** The newest sign-ups whose link nobody opened; of one address where one is named. */
export function registrationsQuery(email: string) {
  return queryOptions({
    queryKey: ['admin', 'registrations', email],
    queryFn: async ({ signal }) => {
      const query = email === '' ? {} : { email }
      const call = () => unwrap(client.GET('/api/v1/admin/registrations', { params: { query }, signal }))
      return (await withAccess(call)).items
    },
    placeholderData: keepPreviousData,
    refetchInterval: FILE_PACE_MS,
  })
}
