import { NEW_CHAT, readDraft, writeDraft } from '~/features/composer/draft'
import type { Brought } from './next'

const KEY = 'nproxy.luggage'
/** About as long as a link that confirms an address is good, with one that was sent again. */
const KEPT_MS = 48 * 3_600_000

interface Luggage {
  next: Brought['next'] | undefined
  prompt: Brought['prompt'] | undefined
}

/**
 * Keeps what a visitor brought along until their address is confirmed, which may be in another tab, tomorrow. Only in
 * this browser: it is nobody's business elsewhere.
 */
export function deposit({ next, prompt }: Luggage): void {
  if (next === undefined && prompt === undefined) return
  try {
    localStorage.setItem(KEY, JSON.stringify({ next, prompt, at: Date.now() }))
  } catch {
    return
  }
}

/** Gives it to whoever has signed in: the prompt lies in the composer, and the answer is where they were going. */
export function collect(userId: string, carried: Luggage): string {
  const kept = take()
  const next = carried.next ?? kept.next
  const prompt = carried.prompt ?? kept.prompt
  if (prompt === undefined) return next ?? '/c'
  const draft = readDraft(userId, NEW_CHAT)
  // Words that the customer wrote are worth more than an example.
  if (draft.prompt === '') writeDraft(userId, NEW_CHAT, { ...draft, prompt })
  return next ?? '/c'
}

function take(): Partial<Luggage> {
  try {
    const text = localStorage.getItem(KEY)
    localStorage.removeItem(KEY)
    const kept = JSON.parse(text ?? '{}') as Partial<Luggage & { at: number }>
    return Date.now() - (kept.at ?? 0) < KEPT_MS ? kept : {}
  } catch {
    return {}
  }
}
