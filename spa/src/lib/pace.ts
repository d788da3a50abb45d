/** Between two polls, so that a server that never waits isn't flooded. */
export const POLL_GAP_MS = 250
export const BACKOFF_FIRST_MS = 1_000
/** Longer than this feels dead to someone who is looking. */
export const BACKOFF_MAX_MS = 5_000
