export type Listener = () => void

export interface Store<T> {
  get: () => T
  set: (value: T) => void
  subscribe: (listener: Listener) => () => void
}

/** The smallest thing `useSyncExternalStore` can read. */
export function create<T>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<Listener>()
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
