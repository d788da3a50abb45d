import type { GalleryFilter } from '~/api/galleryQueries'
import type { Turn } from '~/api/types'

export const RANGES = ['today', 'week', 'month', 'year'] as const
export type Range = (typeof RANGES)[number]

/** What the address says about the gallery. */
export interface GallerySearch {
  q?: string
  mode?: Turn['mode']
  starred?: true
  range?: Range
}

/** Days that a range reaches back, today being one of them. */
const RANGE_DAYS: Record<Range, number> = { today: 1, week: 7, month: 30, year: 365 }

/** Whatever an address says that we don't know is left out. */
export function searchOf(said: Record<string, unknown>): GallerySearch {
  const { q, mode, starred, range } = said
  return {
    // A number alone is read from the address as one.
    ...(typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {}),
    ...(mode === 'text_to_image' || mode === 'image_to_image' ? { mode } : {}),
    ...(starred === true ? { starred } : {}),
    ...(RANGES.find((one) => one === range) === undefined ? {} : { range: range as Range }),
  }
}

/** Ranges begin with a day of the customer's own clock, so that the same question stays the same all day. */
export function filterOf({ range, q, ...search }: GallerySearch, now: Date): GalleryFilter {
  const words = q?.trim() ?? ''
  return {
    ...search,
    ...(words === '' ? {} : { q: words }),
    ...(range === undefined ? {} : { from: daysBack(now, RANGE_DAYS[range] - 1).toISOString() }),
  }
}

export function narrows(search: GallerySearch): boolean {
  return Object.keys(filterOf(search, new Date())).length > 0
}

function daysBack(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days)
}
