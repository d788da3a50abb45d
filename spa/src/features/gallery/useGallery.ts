import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { galleryQuery } from '~/api/galleryQueries'
import { filterOf, type GallerySearch } from './filter'
import { useHidden } from './hidden'

/**
 * The pictures that an address asks for, newest first, as far as they have come. `kept` stays although it was just
 * deleted: the one on screen goes only when the next one has taken its place.
 */
export function useGallery(search: GallerySearch, kept?: string) {
  const query = useInfiniteQuery({
    ...galleryQuery(filterOf(search, new Date())),
    // A page that empties itself with every letter would flicker.
    placeholderData: keepPreviousData,
    // A picture that opens over the page is no reason to ask for all of it again.
    refetchOnMount: kept === undefined,
  })
  const gone = useHidden()
  const { data } = query
  // The same list as long as it says the same: thousands of tiles are compared by it.
  const items = useMemo(() => {
    const all = data?.pages.flatMap((page) => page.items) ?? []
    return all.filter(({ asset: { id } }) => id === kept || !gone.has(id))
  }, [data, gone, kept])
  return { query, items }
}
