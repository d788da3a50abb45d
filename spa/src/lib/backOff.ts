import { pause } from './pause'

/** A rest after a failure. It ends early when there is a network again, or somebody comes back to the page. */
export function backOff(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  const early = new AbortController()
  const end = () => early.abort()
  for (const name of ['online', 'focus']) window.addEventListener(name, end, { signal: early.signal })
  signal.addEventListener('abort', end, { signal: early.signal })
  return pause(ms, early.signal).finally(end)
}
