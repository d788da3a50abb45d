import { plural } from '@lingui/core/macro'
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import {
  activityQuery,
  conversationQuery,
  conversationsQuery,
  meQuery,
  quotaQuery,
  turnsQuery,
} from '~/api/queries'
import { isOpen, type Generation, type Turn } from '~/api/types'
import { announce } from '~/lib/announce'
import { create } from '~/lib/store'
import { readyUnseen } from '~/lib/useDocumentTitle'
import { fetchGenerations } from './fetchGenerations'
import type { PollerStatus } from './poller'
import { SharedPoller } from './sharedPoller'
import { cachedTurns, latestPerSlot, mergeGenerations, openIds } from './turnsCache'

/** Where open generations are on hand. */
const WATCHED: unknown[] = ['turns', ...activityQuery.queryKey]

const status = create<PollerStatus>('idle')

let shared: SharedPoller | null = null

/** Keeps every open generation on hand fresh, whichever conversation is on screen. Mounted once. */
export function useLiveGenerations(): void {
  const queryClient = useQueryClient()
  const userId = useQuery({ ...meQuery, enabled: false }).data?.id ?? ''
  useEffect(() => {
    const poller = new SharedPoller({
      // Absent where the page came without TLS.
      locks: (navigator as Partial<Navigator>).locks,
      name: `nproxy.live.${userId}`,
      fetch: fetchGenerations,
      apply: (generations) => take(queryClient, generations),
      forget: () => {
        for (const key of WATCHED) void queryClient.invalidateQueries({ queryKey: [key] })
      },
      refresh: (conversationId) => refresh(queryClient, conversationId),
      status,
    })
    shared = poller
    const look = () => poller.watch(openIds(queryClient))
    const unsubscribe = queryClient.getQueryCache().subscribe(({ query }) => {
      if (WATCHED.includes((query.queryKey as unknown[])[0])) look()
    })
    const onVisibility = () => {
      poller.setVisible(isSeen())
      if (isSeen()) readyUnseen.set(0)
    }
    const wake = () => poller.wake()
    document.addEventListener('visibilitychange', onVisibility)
    window.addEventListener('focus', wake)
    window.addEventListener('online', wake)
    onVisibility()
    look()
    return () => {
      unsubscribe()
      document.removeEventListener('visibilitychange', onVisibility)
      window.removeEventListener('focus', wake)
      window.removeEventListener('online', wake)
      poller.stop()
      shared = null
    }
  }, [queryClient, userId])
}

/** For the other tabs: a turn of this conversation came or went here, or its name did. */
export function tellChanged(conversationId: string): void {
  shared?.changed(conversationId)
}

export function useReconnecting(): boolean {
  return useSyncExternalStore(
    (listener) => status.subscribe(listener),
    () => status.get() === 'reconnecting',
  )
}

function take(queryClient: QueryClient, generations: Generation[]): void {
  const before = new Map(cachedTurns(queryClient).map((turn) => [turn.id, turn]))
  mergeGenerations(queryClient, generations)
  if (generations.some((generation) => !isOpen(generation)))
    void queryClient.invalidateQueries({ queryKey: activityQuery.queryKey })
  const changed = cachedTurns(queryClient).filter((turn) => grown(turn, before.get(turn.id), settled) > 0)
  if (changed.length === 0) return
  for (const turn of changed) {
    announce(progressWords(turn))
    if (!isSeen()) readyUnseen.set(readyUnseen.get() + grown(turn, before.get(turn.id), ready))
  }
  void queryClient.invalidateQueries({ queryKey: quotaQuery.queryKey })
}

function refresh(queryClient: QueryClient, conversationId: string): void {
  for (const queryKey of [
    turnsQuery(conversationId).queryKey,
    conversationQuery(conversationId).queryKey,
    conversationsQuery.queryKey,
    quotaQuery.queryKey,
  ])
    void queryClient.invalidateQueries({ queryKey })
}

function isSeen(): boolean {
  return document.visibilityState === 'visible'
}

function grown(now: Turn, before: Turn | undefined, count: (turn: Turn) => number): number {
  return count(now) - (before === undefined ? 0 : count(before))
}

function settled(turn: Turn): number {
  return latestPerSlot(turn).filter((generation) => !isOpen(generation)).length
}

function ready(turn: Turn): number {
  return latestPerSlot(turn).filter(({ state }) => state === 'succeeded').length
}

function progressWords(turn: Turn): string {
  const slots = latestPerSlot(turn)
  const failed = slots.filter(({ state }) => state === 'failed').length
  const total = slots.length
  const made = ready(turn)
  const done = plural(total, { one: `${made} of # image ready`, other: `${made} of # images ready` })
  return failed === 0
    ? done
    : `${done}. ${plural(failed, { one: '# not made, not counted', other: '# not made, not counted' })}`
}
