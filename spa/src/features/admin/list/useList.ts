import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ListSearch } from './search'
import type { ListSpec } from './spec'
import { queryOf, stateOf } from './state'

export interface Move {
  /** Takes the place of the address instead of a step of its own: while one types. */
  replace?: boolean
  /** The cursors of the pages before, newest last; they travel with the entry of the history. */
  trail?: string[]
}

declare module '@tanstack/react-router' {
  interface HistoryState {
    trail?: string[]
  }
}

const NOTHING: Record<string, string> = {}
const START: string[] = []

/** What the address says about a list, and a way to say something else. */
export function useList<Row>(spec: ListSpec<Row>, fixed: Record<string, string> = NOTHING) {
  const search: ListSearch = useSearch({ strict: false })
  const trail = useLocation({ select: (location) => location.state.trail }) ?? START
  const navigate = useNavigate()
  const state = useMemo(() => stateOf(spec, search, fixed), [spec, search, fixed])
  const query = useMemo(() => queryOf(spec, state, fixed), [spec, state, fixed])
  const go = (
    change: (before: ListSearch) => ListSearch,
    { replace = false, trail: next = START }: Move = {},
  ) =>
    void navigate({
      to: '.',
      search: (before: ListSearch) => change(before),
      replace,
      resetScroll: false,
      state: { trail: next },
    } as never)
  return { spec, state, query, search, trail, go }
}

export type List<Row> = ReturnType<typeof useList<Row>>
