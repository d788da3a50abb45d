import { t } from '@lingui/core/macro'
import { formatDate } from '~/lib/format'

export interface DayGroup<T> {
  label: string
  items: T[]
}

const DAY_MS = 86_400_000

/** Groups a list that is already newest first; the groups keep its order. */
export function byDay<T extends { updated_at: string }>(items: T[], now: Date): DayGroup<T>[] {
  const groups: DayGroup<T>[] = []
  for (const item of items) {
    const label = dayLabel(new Date(item.updated_at), now)
    const last = groups.at(-1)
    if (last?.label === label) last.items.push(item)
    else groups.push({ label, items: [item] })
  }
  return groups
}

function dayLabel(date: Date, now: Date): string {
  const days = Math.round((startOfDay(now) - startOfDay(date)) / DAY_MS)
  if (days <= 0) return t`Today`
  if (days === 1) return t`Yesterday`
  if (days < 7) return t`Last 7 days`
  if (days < 30) return t`Last 30 days`
  const sameYear = date.getFullYear() === now.getFullYear()
  return capital(formatDate(date, { month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }))
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}
