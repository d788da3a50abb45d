import type { Asset } from '~/api/types'

export type StrengthWord = 'loose' | 'balanced' | 'close'

export interface Settings {
  model: string | null
  resolution: string
  batchSize: number
  strength: StrengthWord
}

/** A submit whose answer is not known yet: sent again under the same key, it can't make the pictures twice. */
export interface PendingSubmit {
  key: string
  body: string
}

/** What outlives a reload, for each conversation and for the one that has not begun. */
export interface Draft {
  prompt: string
  inputs: Asset[]
  settings: Settings
  /** The words change a picture: they are not sent without one. */
  needsPicture: boolean
  pending: PendingSubmit | null
}

/** The conversation that has not begun has no id yet. */
export const NEW_CHAT = 'new'

export const DEFAULT_SETTINGS: Settings = {
  model: null,
  resolution: 'auto',
  batchSize: 1,
  strength: 'balanced',
}

const draftKey = (userId: string, scope: string) => `nproxy.draft.${userId}.${scope}`
const settingsKey = (userId: string) => `nproxy.settings.${userId}`
const lastPromptKey = (userId: string) => `nproxy.last-prompt.${userId}`

export function readDraft(userId: string, scope: string): Draft {
  const fallback = read<Settings>(settingsKey(userId))
  const stored = ownDraft(draftKey(userId, scope)) ?? read<Draft>(draftKey(userId, scope))
  return {
    prompt: stored?.prompt ?? '',
    inputs: stored?.inputs ?? [],
    settings: { ...DEFAULT_SETTINGS, ...fallback, ...stored?.settings },
    needsPicture: stored?.needsPicture ?? false,
    pending: stored?.pending ?? null,
  }
}

/** Settings are remembered per conversation, and the last ones are where the next conversation begins. */
export function writeDraft(userId: string, scope: string, draft: Draft): void {
  write(draftKey(userId, scope), draft)
  write(draftKey(userId, scope), draft, sessionStorage)
  write(settingsKey(userId), draft.settings)
}

/** The words that were sent last, for whoever wants to begin from them in a new conversation. */
export function readLastPrompt(userId: string): string {
  return read<{ prompt: string }>(lastPromptKey(userId))?.prompt ?? ''
}

export function writeLastPrompt(userId: string, prompt: string): void {
  write(lastPromptKey(userId), { prompt })
}

export function forgetDraft(userId: string, scope: string): void {
  for (const storage of [localStorage, sessionStorage]) storage.removeItem(draftKey(userId, scope))
}

/** What was written in this tab: in the storage that all tabs share the last one to write has the word. Null: nothing was. */
function ownDraft(key: string): Partial<Draft> | null {
  const own = read<Draft>(key, sessionStorage)
  const isEmpty = (own?.prompt ?? '') === '' && (own?.inputs ?? []).length === 0
  return isEmpty ? null : own
}

function read<T>(key: string, storage: Storage = localStorage): Partial<T> | null {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? 'null')
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

/** A full or blocked storage costs the draft after a reload, not the work at hand. */
function write(key: string, value: unknown, storage: Storage = localStorage): void {
  try {
    storage.setItem(key, JSON.stringify(value))
  } catch {
    return
  }
}
