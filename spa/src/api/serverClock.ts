/**
 * The server's clock as seen from here. Elapsed times count from a start time that the server wrote, so a
 * device whose clock is wrong would show nonsense without this correction.
 */
let offsetMs = 0

/** The Date header is cut to whole seconds and aged by the network: smaller differences mean nothing. */
const OFFSET_IGNORED_MS = 2_000

export function noteServerDate(header: string | null): void {
  const at = header === null ? NaN : Date.parse(header)
  if (Number.isNaN(at)) return
  const difference = at - Date.now()
  offsetMs = Math.abs(difference) < OFFSET_IGNORED_MS ? 0 : difference
}

export function serverNow(): number {
  return Date.now() + offsetMs
}
