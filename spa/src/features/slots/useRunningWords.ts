import { useLingui } from '@lingui/react/macro'
import { serverNow } from '~/api/serverClock'
import type { Generation, Model } from '~/api/types'
import { formatElapsed } from '~/lib/format'
import { useTick } from '~/lib/useTick'

type Typical = NonNullable<Model['typical']>

/** What an open slot says of itself. No percent: nobody knows one. */
export function useRunningWords(generation: Generation, typical: Typical | undefined): string {
  const { t } = useLingui()
  useTick(1_000)
  if (!hasBegun(generation)) {
    const elapsed = elapsedSince(generation.queued_at)
    return t`Queued · ${formatElapsed(elapsed)}`
  }
  const elapsed = elapsedSince(generation.started_at)
  const spent = formatElapsed(elapsed)
  // For a free place or for its answer: which of the two isn't told.
  const doing =
    generation.state === 'waiting' ? t`Waiting for the image service · ${spent}` : t`Generating · ${spent}`
  if (typical === undefined) return doing
  if (elapsed > typical.p90_ms) return `${doing} · ${t`slower than usual, still working; you can leave`}`
  return `${doing} · ${usually(typical, t`usually`)}`
}

/** It has left the queue, and is being worked on or waited for. */
export function hasBegun(generation: Generation): generation is Generation & { started_at: string } {
  return generation.state !== 'queued' && generation.started_at != null
}

/** "usually 10–25 s"; over a minute both ends have their units. */
function usually({ p50_ms, p90_ms }: Typical, word: string): string {
  const from = Math.round(p50_ms / 1_000)
  const to = Math.round(p90_ms / 1_000)
  const most = formatElapsed(to * 1_000)
  if (from === to) return `${word} ${most}`
  return to < 60 ? `${word} ${from}–${most}` : `${word} ${formatElapsed(from * 1_000)} – ${most}`
}

/** Counted from the time the server wrote, by the server's clock. */
function elapsedSince(iso: string): number {
  return serverNow() - Date.parse(iso)
}
