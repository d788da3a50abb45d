import { useEffect, useEffectEvent } from 'react'
import { shortcutOf, type Shortcut } from './shortcuts'

/** Keys of the whole app. A dialog keeps the keyboard to itself. */
export function useShortcuts(acts: Partial<Record<Shortcut, () => void>>): void {
  const act = useEffectEvent((event: KeyboardEvent) => {
    const shortcut = shortcutOf(event)
    const deed = shortcut === null ? undefined : acts[shortcut]
    if (deed === undefined || document.querySelector('[aria-modal="true"]') !== null) return
    event.preventDefault()
    deed()
  })
  useEffect(() => {
    document.addEventListener('keydown', act)
    return () => document.removeEventListener('keydown', act)
  }, [])
}
