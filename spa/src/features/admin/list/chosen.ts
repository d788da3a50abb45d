import type { components } from '~/api.gen'

/** What is ticked: rows one by one, also of several pages, or whatever the filter finds. */
export type Chosen = { all: false; ids: ReadonlySet<string> } | { all: true }

export const NONE: Chosen = { all: false, ids: new Set() }

export function isChosen(chosen: Chosen, id: string): boolean {
  return chosen.all || chosen.ids.has(id)
}

/** One row more or less; off "all" that leaves the other rows of this page. */
export function toggle(chosen: Chosen, id: string, page: readonly string[]): Chosen {
  const ids = new Set(chosen.all ? page : chosen.ids)
  if (!ids.delete(id)) ids.add(id)
  return { all: false, ids }
}

/** All rows of this page, or none of them where all were ticked. */
export function togglePage(chosen: Chosen, page: readonly string[]): Chosen {
  if (chosen.all) return NONE
  const every = page.every((id) => chosen.ids.has(id))
  const ids = new Set(chosen.ids)
  for (const id of page)
    if (every) ids.delete(id)
    else ids.add(id)
  return { all: false, ids }
}

export function countOf(chosen: Chosen, total: components['schemas']['ListTotal'] | undefined): number {
  return chosen.all ? (total?.count ?? 0) : chosen.ids.size
}
