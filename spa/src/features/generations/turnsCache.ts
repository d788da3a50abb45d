import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { turnsQuery } from '~/api/queries'
import { isOpen, type Generation, type Turn } from '~/api/types'

interface TurnsPage {
  items: Turn[]
  next_before?: string | null
}
export type TurnsData = InfiniteData<TurnsPage, string | null>

const ALL_TURNS = { queryKey: ['turns'] }

export function cachedTurns(queryClient: QueryClient): Turn[] {
  return queryClient
    .getQueriesData<TurnsData>(ALL_TURNS)
    .flatMap(([, data]) => data?.pages.flatMap((page) => page.items) ?? [])
}

export function newestTurn(queryClient: QueryClient, conversationId: string): Turn | undefined {
  return queryClient.getQueryData<TurnsData>(turnsQuery(conversationId).queryKey)?.pages[0]?.items.at(-1)
}

export function openIds(queryClient: QueryClient): string[] {
  return cachedTurns(queryClient).flatMap((turn) => turn.generations.filter(isOpen).map(({ id }) => id))
}

/** Writes what the server said into every conversation on hand. An ended generation never opens again. */
export function mergeGenerations(queryClient: QueryClient, generations: Generation[]): void {
  queryClient.setQueriesData<TurnsData>(ALL_TURNS, (data) =>
    mapTurns(data, (turn) =>
      mergeTurn(
        turn,
        generations.filter((generation) => generation.turn_id === turn.id),
      ),
    ),
  )
}

/** A turn that was just accepted; a replayed submit answers with one that may already be here. */
export function addTurn(queryClient: QueryClient, turn: Turn): void {
  const key = turnsQuery(turn.conversation_id).queryKey
  // A page that was asked for before the turn existed must not come in after it.
  void queryClient.cancelQueries({ queryKey: key })
  queryClient.setQueryData<TurnsData>(key, (data) => {
    const [newest, ...older] = data?.pages ?? []
    if (data === undefined || newest === undefined) return { pages: [{ items: [turn] }], pageParams: [null] }
    if (newest.items.some(({ id }) => id === turn.id)) return data
    return { ...data, pages: [{ ...newest, items: [...newest.items, turn] }, ...older] }
  })
}

/** What each slot shows: a retried generation gives its place to the one that was made from it. */
export function latestPerSlot(turn: Turn): Generation[] {
  const replaced = new Set(turn.generations.map((generation) => generation.retried_from))
  return turn.generations.filter(({ id }) => !replaced.has(id)).toSorted((a, b) => a.slot - b.slot)
}

function mergeTurn(turn: Turn, incoming: Generation[]): Turn {
  if (incoming.length === 0) return turn
  const merged = new Map(turn.generations.map((generation) => [generation.id, generation]))
  for (const generation of incoming) {
    const known = merged.get(generation.id)
    if (known === undefined || isOpen(known) || !isOpen(generation)) merged.set(generation.id, generation)
  }
  return { ...turn, generations: [...merged.values()] }
}

function mapTurns(data: TurnsData | undefined, change: (turn: Turn) => Turn): TurnsData | undefined {
  return data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(change) })) }
}
