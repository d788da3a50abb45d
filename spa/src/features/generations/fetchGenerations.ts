import { client } from '~/api/client'
import { reach, toError } from '~/api/problem'
import type { PollReply } from './poller'

/** The server's longest wait. */
const WAIT_SECONDS = 25

export async function fetchGenerations(
  ids: string[],
  etag: string | null,
  signal: AbortSignal,
): Promise<PollReply> {
  const { data, error, response } = await reach(
    client.GET('/api/v1/generations', {
      // The browser's own cache would answer a 304 as a 200 and hide that nothing changed.
      cache: 'no-store',
      params: { query: { ids: ids.join(','), wait: WAIT_SECONDS } },
      headers: etag === null ? {} : { 'If-None-Match': etag },
      signal,
    }),
  )
  if (response.status === 304) return { kind: 'unchanged' }
  if (data === undefined) throw toError(error, response)
  return { kind: 'changed', generations: data.generations, etag: response.headers.get('etag') }
}
