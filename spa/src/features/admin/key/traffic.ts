import type { KeyHour } from '../file/types'

const HOUR_MS = 3_600_000

/** An hour of the clock, with what went through the key in it. */
export interface Hour {
  at: string
  /** Absent: no traffic. */
  told?: KeyHour
}

/** The last `count` hours, the oldest first, those without traffic too. The last one is the hour that runs. */
export function lastHours(told: readonly KeyHour[], nowMs: number, count: number): Hour[] {
  const byStart = new Map(told.map((hour) => [Date.parse(hour.hour), hour]))
  const current = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  return Array.from({ length: count }, (_, nth) => {
    const start = current - (count - 1 - nth) * HOUR_MS
    const hour = byStart.get(start)
    return { at: new Date(start).toISOString(), ...(hour !== undefined && { told: hour }) }
  })
}

/** Share of the requests that succeeded, 0 to 1; null where there were none. */
export function successOf({ requests, succeeded }: KeyHour): number | null {
  return requests === 0 ? null : succeeded / requests
}

export function sumOf(hours: readonly Hour[], of: (hour: KeyHour) => number): number {
  return hours.reduce((sum, { told }) => sum + (told === undefined ? 0 : of(told)), 0)
}
