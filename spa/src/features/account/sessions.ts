import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '~/api/client'
import { hasCode, unwrap } from '~/api/problem'
import type { SessionInfo } from '~/api/types'

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => (await unwrap(client.GET('/api/v1/me/sessions', { signal }))).sessions,
})

/** Signs one browser out. */
export function useEndSession() {
  const keep = useKeep()
  return useMutation({
    mutationFn: async (id: string) => {
      try {
        await unwrap(client.DELETE('/api/v1/me/sessions/{id}', { params: { path: { id } } }))
      } catch (error) {
        // It has ended by itself meanwhile.
        if (!hasCode(error, 'not_found')) throw error
      }
    },
    onSuccess: (_, ended) => keep(({ id }) => id !== ended),
  })
}

/** Signs out every browser but this one. */
export function useEndOthers() {
  const keep = useKeep()
  return useMutation({
    mutationFn: () => unwrap(client.DELETE('/api/v1/me/sessions')),
    onSuccess: () => keep(({ current }) => current),
  })
}

function useKeep() {
  const queryClient = useQueryClient()
  return (stays: (session: SessionInfo) => boolean) =>
    queryClient.setQueryData(sessionsQuery.queryKey, (sessions) => sessions?.filter(stays))
}
