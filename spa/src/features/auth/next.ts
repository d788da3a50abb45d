/** What a visitor brought along to the door. */
export interface Brought {
  /** Where they were going. */
  next?: string | undefined
  /** An example of the front page, to begin with. */
  prompt?: string | undefined
  /** The code of an invitation. */
  invite?: string | undefined
}

/** Names everything, also what is refused: the router lets through what a validation says nothing about. */
export function broughtOf(search: Record<string, unknown>): Brought {
  return { next: oursOf(search.next), prompt: wordsOf(search.prompt), invite: wordsOf(search.invite) }
}

/** Where to go after signing in: a path of ours, never another site. */
function oursOf(next: unknown): string | undefined {
  const ours =
    typeof next === 'string' && next.startsWith('/') && !next.startsWith('//') && !next.includes('\\')
  return ours ? next : undefined
}

/** What looks like a number is read as one. */
function wordsOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
