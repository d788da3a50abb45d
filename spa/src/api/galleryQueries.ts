import { infiniteQueryOptions, queryOptions, type InfiniteData } from '@tanstack/react-query'
import { client } from './client'
import { unwrap } from './problem'
import type { GalleryItem, GalleryPage, Turn } from './types'

const GALLERY_PAGE = 60
/** What a look at the dashboard shows. */
const RECENT = 8
/** As many as the server gives at once: an old turn is far down its conversation. */
const TURNS_PAGE = 50
/** The gallery goes on from where it was left for so long; after that it begins at its newest pictures again. */
const GALLERY_KEPT_MS = 30_000

/** What narrows the gallery. The times are ISO: `from` is inside, `until` is not. */
export interface GalleryFilter {
  q?: string
  mode?: Turn['mode']
  starred?: true
  from?: string
  until?: string
}

export type GalleryData = InfiniteData<GalleryPage, string | null>

export const GALLERY = ['gallery'] as const

export function galleryQuery(filter: GalleryFilter) {
  return infiniteQueryOptions({
    queryKey: [...GALLERY, filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/gallery', {
          params: {
            query: { limit: GALLERY_PAGE, ...filter, ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? null,
    gcTime: GALLERY_KEPT_MS,
    // Pictures come while another page is on screen.
    staleTime: 0,
    // Coming back to the window is no reason to ask for every page again.
    refetchOnWindowFocus: false,
  })
}

export const recentQuery = queryOptions({
  queryKey: ['recent'],
  queryFn: async ({ signal }): Promise<GalleryItem[]> =>
    (await unwrap(client.GET('/api/v1/gallery', { params: { query: { limit: RECENT } }, signal }))).items,
  // Pictures come while another page is on screen.
  staleTime: 0,
})

/** The turn that a picture was asked for with; null where its conversation no longer has it. */
export function turnQuery(conversationId: string, turnId: string) {
  return queryOptions({
    queryKey: ['turn', turnId],
    queryFn: async ({ signal }): Promise<Turn | null> => {
      let before: string | null = null
      do {
        const page: { items: Turn[]; next_before?: string } = await unwrap(
          client.GET('/api/v1/conversations/{id}/turns', {
            params: {
              path: { id: conversationId },
              query: { limit: TURNS_PAGE, ...(before === null ? {} : { before }) },
            },
            signal,
          }),
        )
        const turn = page.items.find(({ id }) => id === turnId)
        if (turn !== undefined) return turn
        before = page.next_before ?? null
      } while (before !== null)
      return null
    },
    // What was asked for never changes.
    staleTime: Infinity,
  })
}
