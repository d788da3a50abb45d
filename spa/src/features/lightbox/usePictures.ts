import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { turnsQuery } from '~/api/queries'
import type { Generation, Turn } from '~/api/types'
import { useHidden } from '~/features/gallery/hidden'
import { latestPerSlot } from '~/features/generations/turnsCache'
import { lookupIn } from './lookup'
import type { Picture } from './picture'

/** Every finished picture of the conversation in reading order; older pages come in until the asked one is found. */
export function usePictures(conversationId: string, imageId: string) {
  const query = useInfiniteQuery(turnsQuery(conversationId))
  const gone = useHidden()
  const made = (query.data?.pages ?? []).toReversed().flatMap((page) => page.items.flatMap(picturesOf))
  // The one on screen stays in its place until the next one has taken it, even where its file is gone.
  const pictures = made.filter(({ key, asset }) => key === imageId || (asset !== null && !gone.has(asset.id)))
  const index = pictures.findIndex(({ key }) => key === imageId)
  const { hasNextPage, isFetching, isError, fetchNextPage } = query
  // A page that failed comes by a press, not by itself again and again.
  const lookFurther = index === -1 && hasNextPage && !isFetching && !isError
  useEffect(() => {
    if (lookFurther) void fetchNextPage()
  }, [lookFurther, fetchNextPage])
  return {
    current: pictures[index],
    previous: index > 0 ? pictures[index - 1] : undefined,
    next: index === -1 ? undefined : pictures[index + 1],
    lookup: lookupIn(query),
  }
}

function picturesOf(turn: Turn): Picture[] {
  return latestPerSlot(turn)
    .filter(({ state }) => state === 'succeeded')
    .map((generation) => pictureOf(turn, generation))
}

function pictureOf(turn: Turn, generation: Generation): Picture {
  return {
    key: generation.id,
    asset: generation.asset ?? null,
    prompt: turn.prompt,
    model: turn.model,
    madeAt: generation.finished_at ?? turn.created_at,
    reference: generation.id,
    slot: generation.slot,
    turn,
    generation,
  }
}
