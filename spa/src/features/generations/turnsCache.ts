import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { activityQuery, turnsQuery } from '~/api/queries'
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
  const shown = cachedTurns(queryClient).flatMap((turn) => turn.generations)
  const elsewhere = queryClient.getQueryData(activityQuery.queryKey)?.running ?? []
  return [...shown, ...elsewhere.map(({ generation }) => generation)].filter(isOpen).map(({ id }) => id)
}

/** Writes what the server said into every conversation on hand, and into the list of what runs. An ended generation never opens again. */
export function mergeGenerations(queryClient: QueryClient, generations: Generation[]): void {
  queryClient.setQueriesData<TurnsData>(ALL_TURNS, (data) =>
    mapTurns(data, (turn) =>
      mergeTurn(
        turn,
        generations.filter((generation) => generation.turn_id === turn.id),
      ),
    ),
  )
  queryClient.setQueryData(activityQuery.queryKey, (activity) => {
    if (activity === undefined) return activity
    const running = activity.running.map((item) => {
      const incoming = generations.find(({ id }) => id === item.generation.id)
      return incoming === undefined || !isOpen(item.generation) ? item : { ...item, generation: incoming }
    })
    return { ...activity, running }
  })
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

/** Takes a turn from the screen while the server is told, or because it said so. */
export function removeTurn(queryClient: QueryClient, turn: Turn): void {
  const key = turnsQuery(turn.conversation_id).queryKey
  void queryClient.cancelQueries({ queryKey: key })
  queryClient.setQueryData<TurnsData>(
    key,
    (data) => data && mapPages(data, (items) => items.filter(({ id }) => id !== turn.id)),
  )
}

/** Puts it back among its neighbours, where they are on hand. */
export function putBackTurn(queryClient: QueryClient, turn: Turn): void {
  const key = turnsQuery(turn.conversation_id).queryKey
  void queryClient.cancelQueries({ queryKey: key })
  queryClient.setQueryData<TurnsData>(key, (data) => {
    if (data === undefined || data.pages.some(({ items }) => items.some(({ id }) => id === turn.id)))
      return data
    const at = Date.parse(turn.created_at)
    const begins = (page: TurnsPage) => Date.parse(page.items[0]?.created_at ?? '') <= at
    const home = data.pages.find(begins) ?? data.pages.at(-1)
    return {
      ...data,
      pages: data.pages.map((page) =>
        page === home ? { ...page, items: [...page.items, turn].toSorted(byTime) } : page,
      ),
    }
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
  return data && mapPages(data, (items) => items.map(change))
}

function mapPages(data: TurnsData, change: (items: Turn[]) => Turn[]): TurnsData {
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: change(page.items) })) }
}

function byTime(a: Turn, b: Turn): number {
  return Date.parse(a.created_at) - Date.parse(b.created_at)
}
