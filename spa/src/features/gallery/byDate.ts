import { t } from '@lingui/core/macro'
import type { GalleryItem } from '~/api/types'
import { formatDate } from '~/lib/format'

export interface DateGroup {
  /** The day, in the customer's own time: `2030-12-14`. */
  day: string
  items: GalleryItem[]
}

/** The day of a moment where the customer is; sorts as text. */
export function dayOf(iso: string): string {
  const date = new Date(iso)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Groups a list that is newest first; the groups keep its order. */
export function byDate(items: readonly GalleryItem[]): DateGroup[] {
  const groups: DateGroup[] = []
  for (const item of items) {
    const day = dayOf(item.created_at)
    const last = groups.at(-1)
    if (last?.day === day) last.items.push(item)
    else groups.push({ day, items: [item] })
  }
  return groups
}

/** Divisible by every number of columns, so that no line breaks off between two blocks of one day. */
const BLOCK = 120

/** The pictures of a day in pieces that are neither too many nor too large. */
export function blocksOf(items: readonly GalleryItem[]): GalleryItem[][] {
  const count = Math.ceil(items.length / BLOCK)
  return Array.from({ length: count }, (_, index) => items.slice(index * BLOCK, (index + 1) * BLOCK))
}

/** "Today", "Yesterday", "Monday, 14 December", with the year only when it is another one. */
export function dayWords(day: string, now: Date): string {
  const date = new Date(`${day}T12:00`)
  if (day === dayOf(now.toISOString())) return t`Today`
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
  if (day === dayOf(yesterday.toISOString())) return t`Yesterday`
  const sameYear = date.getFullYear() === now.getFullYear()
  const words = formatDate(date, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
  return words.charAt(0).toUpperCase() + words.slice(1)
}
