import { useSyncExternalStore } from 'react'
import { create } from '~/lib/store'

/**
 * Pictures that were deleted here. They vanish from every list at once, and come back to their places when the deed is
 * taken back: the lists themselves stay as the server told them.
 */
export const hidden = create<ReadonlySet<string>>(new Set())

export function hide(ids: readonly string[]): void {
  hidden.set(new Set([...hidden.get(), ...ids]))
}

export function unhide(ids: readonly string[]): void {
  const back = new Set(ids)
  hidden.set(new Set([...hidden.get()].filter((id) => !back.has(id))))
}

export function useHidden(): ReadonlySet<string> {
  return useSyncExternalStore(hidden.subscribe, hidden.get)
}
