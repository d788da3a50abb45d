import { UnreachableError } from '~/api/problem'
import type { Generation } from '~/api/types'
import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS, POLL_GAP_MS } from '~/lib/pace'
import { pause } from '~/lib/pause'
import type { Store } from '~/lib/store'

export type PollReply =
  { kind: 'changed'; generations: Generation[]; etag: string | null } | { kind: 'unchanged' }

export type PollerStatus = 'idle' | 'live' | 'reconnecting'

export interface PollerPorts {
  /** One long poll: answers when something changed since `etag`, or `unchanged` at the end of the wait. */
  fetch: (ids: string[], etag: string | null, signal: AbortSignal) => Promise<PollReply>
  apply: (generations: Generation[]) => void
  /** The server no longer knows these: deleted meanwhile, in another tab perhaps. */
  forget: (ids: string[]) => void
  status: Store<PollerStatus>
}

/** The server's limit of ids in one request. */
export const IDS_MAX = 100
/** While nobody looks: often enough to tell in the tab's title that pictures are ready. */
export const HIDDEN_GAP_MS = 30_000

/** One long poll for all open generations; at rest while there are none, and rare while nobody is looking. */
export class Poller {
  private ids: string[] = []
  private etag: string | null = null
  private failures = 0
  private visible = true
  private run: AbortController | null = null
  private readonly gone = new Set<string>()

  constructor(private readonly ports: PollerPorts) {}

  watch(ids: Iterable<string>): void {
    const next = [...new Set(ids)].filter((id) => !this.gone.has(id)).slice(0, IDS_MAX)
    next.sort()
    if (next.join() === this.ids.join()) return
    this.ids = next
    this.etag = null
    this.restart()
  }

  setVisible(visible: boolean): void {
    if (visible === this.visible) return
    this.visible = visible
    if (visible) this.restart()
  }

  /** Someone came back, or the network did: no reason to sit out the rest of a pause. */
  wake(): void {
    if (this.ports.status.get() !== 'reconnecting') return
    this.failures = 0
    this.restart()
  }

  stop(): void {
    this.ids = []
    this.restart()
  }

  private restart(): void {
    this.run?.abort()
    this.run = null
    if (this.ids.length === 0) return this.ports.status.set('idle')
    this.run = new AbortController()
    void this.loop(this.run.signal)
  }

  private async loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(await this.once(signal), signal)
    }
  }

  /** Answers how long to rest before the next poll, in milliseconds. */
  private async once(signal: AbortSignal): Promise<number> {
    try {
      const reply = await this.ports.fetch(this.ids, this.etag, signal)
      if (signal.aborted) return 0
      this.failures = 0
      this.ports.status.set('live')
      if (reply.kind === 'changed') this.take(reply.generations, reply.etag)
      return this.visible ? POLL_GAP_MS : HIDDEN_GAP_MS
    } catch (error) {
      if (signal.aborted) return 0
      this.failures += 1
      // The next question must not wait for a change: that it is answered at all is the news.
      this.etag = null
      this.ports.status.set('reconnecting')
      const asked = error instanceof UnreachableError ? (error.retryAfterMs ?? 0) : 0
      const backoff = Math.min(BACKOFF_FIRST_MS * 2 ** (this.failures - 1), BACKOFF_MAX_MS)
      return Math.max(asked, this.visible ? backoff : HIDDEN_GAP_MS)
    }
  }

  private take(generations: Generation[], etag: string | null): void {
    this.etag = etag
    const known = new Set(generations.map(({ id }) => id))
    const missing = this.ids.filter((id) => !known.has(id))
    this.ports.apply(generations)
    if (missing.length === 0) return
    for (const id of missing) this.gone.add(id)
    this.ports.forget(missing)
    this.watch(this.ids)
  }
}
