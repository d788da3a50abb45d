import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { client } from '~/api/client'
import { reach, toError } from '~/api/problem'
import type { Inbox, Waiting } from '~/api/types'
import type { Reply } from '~/lib/longPoll'

/** The sign-up of this browser, with the name of the answer that told it. */
export interface WaitingRead {
  waiting: Waiting
  etag: string | null
  /** When it was told, as this device's clock goes. */
  atMs: number
}

export const registrationQuery = queryOptions({
  queryKey: ['registration'],
  queryFn: async ({ signal }): Promise<WaitingRead> => {
    const reply = await fetchRegistration(null, 0, signal)
    return reply.kind === 'changed' ? reply.value : Promise.reject(new Error('304 without an ETag'))
  },
  // A page that is open hears of changes by itself.
  refetchOnWindowFocus: false,
  staleTime: Infinity,
})

export async function fetchRegistration(
  etag: string | null,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<Reply<WaitingRead>> {
  const { data, error, response } = await reach(
    client.GET('/api/v1/auth/registration', {
      // The browser's own cache would answer a 304 as a 200 and hide that nothing changed.
      cache: 'no-store',
      params: { query: waitSeconds === 0 ? {} : { wait: waitSeconds } },
      headers: etag === null ? {} : { 'If-None-Match': etag },
      signal,
    }),
  )
  if (response.status === 304) return { kind: 'unchanged' }
  if (data === undefined) throw toError(error, response)
  const told = response.headers.get('etag')
  return { kind: 'changed', value: { waiting: data, etag: told, atMs: Date.now() }, etag: told }
}

/** What a mail that was just sent makes known. */
export function keepWaiting(queryClient: QueryClient, { inbox }: { inbox: Inbox }): void {
  const read: WaitingRead = { waiting: { inbox }, etag: null, atMs: Date.now() }
  queryClient.setQueryData(registrationQuery.queryKey, read)
}
