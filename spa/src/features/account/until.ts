export interface Until {
  until?: string | undefined
}

/** The moment when an account goes, if it is one. */
export function untilOf({ until }: Record<string, unknown>): Until {
  return { until: typeof until === 'string' && !Number.isNaN(Date.parse(until)) ? until : undefined }
}

export function closingAddress(erasedAt: string): string {
  return `/closing?${new URLSearchParams({ until: erasedAt }).toString()}`
}
