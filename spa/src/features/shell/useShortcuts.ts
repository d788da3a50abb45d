import { useEffect, useEffectEvent } from 'react'
import { shortcutOf, type Shortcut } from './shortcuts'

/** Keys of the whole app. A dialog keeps the keyboard to itself. */
export function useShortcuts(acts: Record<Shortcut, () => void>): void {
  const act = useEffectEvent((event: KeyboardEvent) => {
    const shortcut = shortcutOf(event)
    if (shortcut === null || document.querySelector('[aria-modal="true"]') !== null) return
    event.preventDefault()
    acts[shortcut]()
  })
  useEffect(() => {
    document.addEventListener('keydown', act)
    return () => document.removeEventListener('keydown', act)
  }, [])
}
