import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client } from './client'
import { unwrap } from './problem'

const CONVERSATIONS_PAGE = 30
const TURNS_PAGE = 20
/** A thread longer than this isn't fetched anew, page after page, whenever its window is looked at. */
const FRESH_PAGES_MAX = 5

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

/** What an admin has switched off, for everybody. */
export const noticeQuery = queryOptions({
  queryKey: ['notice'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/notice', { signal })),
  refetchInterval: 60_000,
  refetchOnWindowFocus: 'always',
})

export const quotaQuery = queryOptions({
  queryKey: ['quota'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/quota', { signal })),
  // Pictures may have been made on another device meanwhile.
  refetchOnWindowFocus: 'always',
})

export const subscriptionQuery = queryOptions({
  queryKey: ['subscription'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/subscription', { signal })),
})

/** What runs, in whichever conversation, and what failed lately. */
export const activityQuery = queryOptions({
  queryKey: ['activity'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/activity', { signal })),
  // Pictures are asked for while another page is on screen.
  staleTime: 0,
})

export const conversationsQuery = listOf('')

/** Those with these words in their title or in a prompt. */
export function conversationSearchQuery(words: string) {
  return listOf(words)
}

function listOf(words: string) {
  return infiniteQueryOptions({
    queryKey: words === '' ? ['conversations'] : ['conversations', words],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/conversations', {
          params: {
            query: {
              limit: CONVERSATIONS_PAGE,
              ...(words === '' ? {} : { q: words }),
              ...(pageParam === null ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? null,
  })
}

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
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= FRESH_PAGES_MAX,
  })
}
