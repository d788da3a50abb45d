import { useLocation } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef } from 'react'

/** Of a thread that is longer, the rest is for the reader to go up to. */
const PAGES_MAX = 25

/** Not what the address says: the router would come back to it whenever a picture over the thread is closed. */
export const idOfTurn = (turnId: string) => `turn-${turnId}`

interface Pages {
  loaded: number
  /** Whether there are older ones, and none of them is on its way or has failed. */
  goOn: boolean
  older: () => void
}

/**
 * Goes to the turn that the address names (`/c/<id>#<turn>`), once. Where it is older than what is loaded, loads until
 * it has come.
 */
export function useNamedTurn(
  turns: readonly { id: string }[],
  { loaded, goOn, older }: Pages,
  goTo: (id: string) => void,
): void {
  const named = useLocation({ select: ({ hash }) => hash })
  const gone = useRef('')
  const look = useEffectEvent(() => {
    if (named === '' || gone.current === named) return
    if (turns.some(({ id }) => id === named)) {
      gone.current = named
      goTo(named)
    } else if (goOn && loaded < PAGES_MAX) older()
  })
  useEffect(() => look(), [named, loaded, goOn])
}
