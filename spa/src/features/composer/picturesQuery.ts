import { infiniteQueryOptions } from '@tanstack/react-query'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'

const PICTURES_PAGE = 30

export type PictureKind = 'output' | 'input'

/** Own pictures to choose from: made here, or uploaded. */
export function picturesQuery(kind: PictureKind, words: string) {
  return infiniteQueryOptions({
    // Under the gallery's name, so that what changes there is asked for anew here too.
    queryKey: ['gallery', 'choose', kind, words],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/gallery', {
          params: {
            query: {
              kind,
              limit: PICTURES_PAGE,
              ...(words === '' ? {} : { q: words }),
              ...(pageParam === null ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? null,
    // Pictures come while the dialog is closed.
    staleTime: 0,
  })
}
