import type { ActivityItem } from '~/api/types'

export type Grouped = [ActivityItem, ...ActivityItem[]]

/** Those with the same key together, in the order of the first of each. */
export function grouped(items: readonly ActivityItem[], keyOf: (item: ActivityItem) => string): Grouped[] {
  const groups = new Map<string, Grouped>()
  for (const item of items) {
    const known = groups.get(keyOf(item))
    if (known === undefined) groups.set(keyOf(item), [item])
    else known.push(item)
  }
  return [...groups.values()]
}
