import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Reply } from '~/lib/longPoll'
import { client } from './client'
import { reach, toError, unwrap } from './problem'
import type { Payment } from './types'

const PAYMENTS_PAGE = 20
/** Estimates age; what is offered changes seldom. */
const OFFERS_STALE_MS = 5 * 60_000

export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: async ({ signal }) => (await unwrap(client.GET('/api/v1/plans', { signal }))).plans,
  staleTime: 5 * 60_000,
})

export function processorsQuery(plan: string) {
  return queryOptions({
    queryKey: ['processors', plan],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/processors', { params: { query: { plan } }, signal })),
    staleTime: OFFERS_STALE_MS,
  })
}

export const paymentsQuery = infiniteQueryOptions({
  queryKey: ['payments'],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      client.GET('/api/v1/payments', {
        params: { query: { limit: PAYMENTS_PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        signal,
      }),
    ),
  getNextPageParam: (page) => page.next_cursor ?? null,
})

/** A payment with the name of the answer that told it, for the question after the next change. */
export interface PaymentRead {
  payment: Payment
  etag: string | null
}

export function paymentQuery(id: string) {
  return queryOptions({
    queryKey: ['payment', id],
    queryFn: async ({ signal }): Promise<PaymentRead> => {
      const reply = await fetchPayment(id, { etag: null, waitSeconds: 0, signal })
      return reply.kind === 'changed' ? reply.value : Promise.reject(new Error('304 without an ETag'))
    },
    // A page that is open hears of changes by itself.
    refetchOnWindowFocus: false,
  })
}

interface Question {
  etag: string | null
  waitSeconds: number
  signal: AbortSignal
}

export async function fetchPayment(id: string, question: Question): Promise<Reply<PaymentRead>> {
  const { etag, waitSeconds, signal } = question
  const { data, error, response } = await reach(
    client.GET('/api/v1/payments/{id}', {
      // The browser's own cache would answer a 304 as a 200 and hide that nothing changed.
      cache: 'no-store',
      params: { path: { id }, query: waitSeconds === 0 ? {} : { wait: waitSeconds } },
      headers: etag === null ? {} : { 'If-None-Match': etag },
      signal,
    }),
  )
  if (response.status === 304) return { kind: 'unchanged' }
  if (data === undefined) throw toError(error, response)
  const told = response.headers.get('etag')
  return { kind: 'changed', value: { payment: data, etag: told }, etag: told }
}
