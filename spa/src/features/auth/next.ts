export interface Next {
  next?: string
}

/** Where to go after signing in: a path of ours, never another site. */
export function nextOf(search: Record<string, unknown>): Next {
  const { next } = search
  const ours =
    typeof next === 'string' && next.startsWith('/') && !next.startsWith('//') && !next.includes('\\')
  return ours ? { next } : {}
}
