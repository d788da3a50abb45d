import { startTransition, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { keepOnly, NOTHING, pick, pickAll, type Selection } from './selection'

export interface Selecting {
  active: boolean
  ids: ReadonlySet<string>
  enter: () => void
  leave: () => void
  /** Begins to select where nothing was selected yet. The function stays the same. */
  pick: (id: string, range: boolean) => void
  all: () => void
}

/** The select mode of a page whose pictures stand in `order`. Escape leaves it. */
export function useSelection(order: readonly string[]): Selecting {
  const [state, setState] = useState<Selection | null>(null)
  const shown = useRef(order)
  useEffect(() => {
    shown.current = order
  })
  // All at once is much to draw; the page stays at hand meanwhile.
  const [stable] = useState(() => ({
    enter: () => startTransition(() => setState(NOTHING)),
    leave: () => startTransition(() => setState(null)),
    pick: (id: string, range: boolean) =>
      setState((current) => pick(current ?? NOTHING, id, range, shown.current)),
    all: () => startTransition(() => setState(pickAll(shown.current))),
  }))
  const escape = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) stable.leave()
  })
  const active = state !== null
  useEffect(() => {
    if (!active) return
    document.addEventListener('keydown', escape)
    return () => document.removeEventListener('keydown', escape)
  }, [active])
  const ids = useMemo(() => keepOnly(state ?? NOTHING, order).ids, [state, order])
  return { ...stable, active, ids }
}
