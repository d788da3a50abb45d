import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client } from './client'
import { unwrap } from './problem'

const CONVERSATIONS_PAGE = 30
const TURNS_PAGE = 20

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => (await unwrap(client.GET('/api/v1/me', { signal }))).user,
  staleTime: Infinity,
})

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/models', { signal })),
  staleTime: 5 * 60_000,
})

export const quotaQuery = queryOptions({
  queryKey: ['quota'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/quota', { signal })),
})

export const subscriptionQuery = queryOptions({
  queryKey: ['subscription'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/subscription', { signal })),
})

export const conversationsQuery = infiniteQueryOptions({
  queryKey: ['conversations'],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      client.GET('/api/v1/conversations', {
        params: {
          query: { limit: CONVERSATIONS_PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) },
        },
        signal,
      }),
    ),
  getNextPageParam: (page) => page.next_cursor ?? null,
})

export function conversationQuery(id: string) {
  return queryOptions({
    queryKey: ['conversation', id],
    queryFn: async ({ signal }) =>
      (await unwrap(client.GET('/api/v1/conversations/{id}', { params: { path: { id } }, signal })))
        .conversation,
  })
}

/** Pages run from the newest to the oldest; inside a page turns run from the oldest to the newest. */
export function turnsQuery(conversationId: string) {
  return infiniteQueryOptions({
    queryKey: ['turns', conversationId],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/conversations/{id}/turns', {
          params: {
            path: { id: conversationId },
            query: { limit: TURNS_PAGE, ...(pageParam === null ? {} : { before: pageParam }) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_before ?? null,
  })
}
