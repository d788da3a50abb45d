import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { turnQuery } from '~/api/galleryQueries'
import type { GalleryItem } from '~/api/types'
import { lookupIn } from '~/features/lightbox/lookup'
import type { Picture } from '~/features/lightbox/picture'
import type { GallerySearch } from './filter'
import { useGallery } from './useGallery'

/** Before the end of what is here the next page is asked for, so that going on never waits. */
const AHEAD = 5

/** The pictures around one of the gallery, in its order; further pages come in as one goes on. */
export function useGalleryPictures(search: GallerySearch, assetId: string) {
  const { query, items } = useGallery(search, assetId)
  const index = items.findIndex(({ asset }) => asset.id === assetId)
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query
  const nearEnd = index === -1 || index >= items.length - AHEAD
  const lookFurther = nearEnd && hasNextPage && !isFetching && !isFetchNextPageError
  useEffect(() => {
    if (lookFurther) void fetchNextPage()
  }, [lookFurther, fetchNextPage])
  const item = items[index]
  const turn = useTurnOf(item)
  return {
    current: item && pictureOf(item, turn),
    previous: at(items, index - 1),
    next: index === -1 ? undefined : at(items, index + 1),
    lookup: lookupIn(query),
  }
}

function at(items: readonly GalleryItem[], index: number): Picture | undefined {
  const item = items[index]
  return item && pictureOf(item, undefined)
}

/** The gallery tells little of each picture; what it was asked for with is in its conversation. */
function useTurnOf(item: GalleryItem | undefined): Picture['turn'] {
  const { conversation_id, turn_id } = item ?? {}
  const known = conversation_id !== undefined && turn_id !== undefined
  const query = useQuery({ ...turnQuery(conversation_id ?? '', turn_id ?? ''), enabled: known })
  // A conversation that is gone, or that can't be asked, leaves the rest of what is known.
  return query.isError || (item !== undefined && !known) ? null : query.data
}

function pictureOf(item: GalleryItem, turn: Picture['turn']): Picture {
  return {
    key: item.asset.id,
    asset: item.asset,
    prompt: item.prompt ?? '',
    model: item.model,
    madeAt: item.created_at,
    reference: item.generation_id ?? item.asset.id,
    slot: item.slot,
    turn,
    generation: turn?.generations.find(({ id }) => id === item.generation_id),
  }
}
