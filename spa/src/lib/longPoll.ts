import { hasCode, UnreachableError } from '~/api/problem'
import { backOff } from './backOff'
import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS, POLL_GAP_MS } from './pace'
import { pause } from './pause'

/** What a question that waits comes back with. */
export type Reply<T> = { kind: 'changed'; value: T; etag: string | null } | { kind: 'unchanged' }

interface Ports<T> {
  /** Answers when something changed since `etag`, or `unchanged` at the end of the wait. */
  fetch: (etag: string | null, signal: AbortSignal) => Promise<Reply<T>>
  take: (value: T) => void
  /** Whether the last question was answered. */
  heard: (heard: boolean) => void
}

/** Why nobody asks any more. */
export type PollEnd = 'stopped' | 'gone' | 'signed_out'

/** Asks after one thing until it is told to stop, the thing is gone, or nobody is signed in. */
export async function longPoll<T>(
  ports: Ports<T>,
  etag: string | null,
  signal: AbortSignal,
): Promise<PollEnd> {
  let known = etag
  let failures = 0
  while (!signal.aborted) {
    try {
      const reply = await ports.fetch(known, signal)
      if (isOver(signal)) return 'stopped'
      failures = 0
      ports.heard(true)
      if (reply.kind === 'changed') {
        known = reply.etag
        ports.take(reply.value)
      }
      await pause(POLL_GAP_MS, signal)
    } catch (error) {
      if (isOver(signal)) return 'stopped'
      if (hasCode(error, 'not_found')) return 'gone'
      if (hasCode(error, 'not_signed_in')) {
        ports.heard(true)
        return 'signed_out'
      }
      failures += 1
      // The next question must not wait for a change: that it is answered at all is the news.
      known = null
      ports.heard(false)
      await backOff(restMs(error, failures), signal)
    }
  }
  return 'stopped'
}

function restMs(error: unknown, failures: number): number {
  const asked = error instanceof UnreachableError ? (error.retryAfterMs ?? 0) : 0
  return Math.max(asked, Math.min(BACKOFF_FIRST_MS * 2 ** (failures - 1), BACKOFF_MAX_MS))
}

/** Asked anew after each await: it may have become true meanwhile. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted
}
