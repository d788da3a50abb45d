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
  if (generation.state === 'waiting') return t`Waiting for a free place at the image service`
  if (generation.state === 'queued' || generation.started_at == null) {
    const elapsed = elapsedSince(generation.queued_at)
    return t`Queued · ${formatElapsed(elapsed)}`
  }
  const elapsed = elapsedSince(generation.started_at)
  const spent = formatElapsed(elapsed)
  if (typical === undefined) return t`Generating · ${spent}`
  if (elapsed > typical.p90_ms)
    return t`Generating · ${spent} · slower than usual, still working; you can leave`
  return t`Generating · ${spent} · ${usually(typical, t`usually`)}`
}

function usually({ p50_ms, p90_ms }: Typical, word: string): string {
  const from = Math.round(p50_ms / 1_000)
  const to = Math.round(p90_ms / 1_000)
  return from === to ? `${word} ${formatElapsed(to * 1_000)}` : `${word} ${from}–${formatElapsed(to * 1_000)}`
}

/** Counted from the time the server wrote, by the server's clock. */
function elapsedSince(iso: string): number {
  return serverNow() - Date.parse(iso)
}
