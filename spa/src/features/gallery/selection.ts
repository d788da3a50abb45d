/** What is selected, and from where the next range begins. */
export interface Selection {
  ids: ReadonlySet<string>
  anchor: string | null
}

export const NOTHING: Selection = { ids: new Set(), anchor: null }

/**
 * One picture more or less. With `range` everything from the picture that was pressed last to this one becomes what
 * this one becomes; `order` is how the pictures stand on the page.
 */
export function pick(selection: Selection, id: string, range: boolean, order: readonly string[]): Selection {
  const ids = new Set(selection.ids)
  const selected = !ids.has(id)
  const from = range && selection.anchor !== null ? order.indexOf(selection.anchor) : -1
  const to = order.indexOf(id)
  const meant = from === -1 || to === -1 ? [id] : order.slice(Math.min(from, to), Math.max(from, to) + 1)
  for (const one of meant) {
    if (selected) ids.add(one)
    else ids.delete(one)
  }
  return { ids, anchor: id }
}

export function pickAll(order: readonly string[]): Selection {
  return { ids: new Set(order), anchor: null }
}

/** Without those that have left the page. */
export function keepOnly(selection: Selection, order: readonly string[]): Selection {
  const there = new Set(order)
  const ids = [...selection.ids].filter((id) => there.has(id))
  return ids.length === selection.ids.size ? selection : { ...selection, ids: new Set(ids) }
}
