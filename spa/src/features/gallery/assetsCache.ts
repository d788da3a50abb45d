import type { QueryClient } from '@tanstack/react-query'
import { GALLERY, recentQuery, type GalleryData } from '~/api/galleryQueries'
import type { Asset, GalleryItem, Generation, Turn } from '~/api/types'
import type { TurnsData } from '~/features/generations/turnsCache'

type Change = (asset: Asset) => Asset

/** Changes a picture wherever it is on hand. */
export function mapAssets(queryClient: QueryClient, change: Change): void {
  const item = (one: GalleryItem): GalleryItem => ({ ...one, asset: change(one.asset) })
  queryClient.setQueriesData<GalleryData>({ queryKey: GALLERY }, (data) => pagesOf(data, item))
  queryClient.setQueryData(recentQuery.queryKey, (items) => items?.map(item))
  const turn = (one: Turn) => inTurn(one, change)
  queryClient.setQueriesData<TurnsData>({ queryKey: ['turns'] }, (data) => pagesOf(data, turn))
  queryClient.setQueriesData<Turn | null>({ queryKey: ['turn'] }, (one) => one && turn(one))
}

interface Pages<T> {
  pages: { items: T[] }[]
}

function pagesOf<T, D extends Pages<T>>(data: D | undefined, change: (item: T) => T): D | undefined {
  return data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(change) })) }
}

function inTurn(turn: Turn, change: Change): Turn {
  const generations = turn.generations.map((one): Generation => {
    return one.asset == null ? one : { ...one, asset: change(one.asset) }
  })
  return { ...turn, generations, inputs: turn.inputs.map(change) }
}
