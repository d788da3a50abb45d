import { QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { generation, turn } from '~/test/samples'
import { turnsQuery } from '~/api/queries'
import {
  addTurn,
  cachedTurns,
  latestPerSlot,
  mergeGenerations,
  openIds,
  putBackTurn,
  removeTurn,
  type TurnsData,
} from './turnsCache'

const slot = (id: string, slot: number, from?: string) =>
  generation({ id, slot, ...(from === undefined ? {} : { retried_from: from }) })

it('shows in each slot the last attempt of its line', () => {
  const generations = [slot('a', 0), slot('b', 1), slot('b2', 1, 'b'), slot('b3', 1, 'b2')]
  expect(latestPerSlot(turn({ generations })).map(({ id }) => id)).toEqual(['a', 'b3'])
})

it('takes a turn once, however often its submit is answered', () => {
  const queryClient = new QueryClient()
  addTurn(queryClient, turn())
  addTurn(queryClient, turn())
  expect(cachedTurns(queryClient)).toHaveLength(1)
})

it('watches what is open and no longer', () => {
  const queryClient = new QueryClient()
  addTurn(queryClient, turn({ generations: [slot('a', 0), slot('b', 1)] }))
  expect(openIds(queryClient)).toEqual(['a', 'b'])
  mergeGenerations(queryClient, [{ ...slot('a', 0), state: 'succeeded' }])
  expect(openIds(queryClient)).toEqual(['b'])
})

it('never opens again what has ended, when an older answer comes late', () => {
  const queryClient = new QueryClient()
  addTurn(queryClient, turn({ generations: [{ ...slot('a', 0), state: 'succeeded' }] }))
  mergeGenerations(queryClient, [{ ...slot('a', 0), state: 'running' }])
  expect(cachedTurns(queryClient)[0]?.generations[0]?.state).toBe('succeeded')
})

const at = (second: number) =>
  turn({ id: `turn-${second}`, created_at: new Date(1_900_000_000_000 + second * 1_000).toISOString() })

it.each([1, 2, 3, 4])('takes turn %i away and puts it back in its place', (second) => {
  const queryClient = new QueryClient()
  const pages = [{ items: [at(3), at(4)], next_before: 'x' }, { items: [at(1), at(2)] }]
  const key = turnsQuery(at(1).conversation_id).queryKey
  queryClient.setQueryData<TurnsData>(key, { pages, pageParams: [null, 'x'] })
  const order = () =>
    queryClient
      .getQueryData<TurnsData>(key)
      ?.pages.toReversed()
      .flatMap((page) => page.items.map(({ id }) => id))

  removeTurn(queryClient, at(second))
  expect(order()).toHaveLength(3)
  putBackTurn(queryClient, at(second))
  putBackTurn(queryClient, at(second))
  expect(order()).toEqual(['turn-1', 'turn-2', 'turn-3', 'turn-4'])
})
