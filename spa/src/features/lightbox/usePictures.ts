import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { turnsQuery } from '~/api/queries'
import type { Asset, Generation, Turn } from '~/api/types'
import { latestPerSlot } from '~/features/generations/turnsCache'

export interface Picture {
  turn: Turn
  generation: Generation
  asset: Asset
}

/** Every finished picture of the conversation in reading order; older pages come in until the asked one is found. */
export function usePictures(conversationId: string, imageId: string) {
  const query = useInfiniteQuery(turnsQuery(conversationId))
  const pictures = (query.data?.pages ?? []).toReversed().flatMap((page) => page.items.flatMap(picturesOf))
  const index = pictures.findIndex(({ generation }) => generation.id === imageId)
  const { hasNextPage, isFetching, fetchNextPage } = query
  const lookFurther = index === -1 && hasNextPage && !isFetching
  useEffect(() => {
    if (lookFurther) void fetchNextPage()
  }, [lookFurther, fetchNextPage])
  return {
    current: pictures[index],
    previous: index > 0 ? pictures[index - 1] : undefined,
    next: index === -1 ? undefined : pictures[index + 1],
    searching: index === -1 && (isFetching || hasNextPage),
  }
}

function picturesOf(turn: Turn): Picture[] {
  return latestPerSlot(turn).flatMap((generation) =>
    generation.asset == null ? [] : [{ turn, generation, asset: generation.asset }],
  )
}
