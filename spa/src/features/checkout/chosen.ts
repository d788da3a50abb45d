/** What is chosen on the way to paying; it stands in the address, so that a reload keeps it. */
export interface Chosen {
  plan?: string
  processor?: string
  coin?: string
}

export function chosenOf(search: Record<string, unknown>): Chosen {
  const chosen: Chosen = {}
  for (const name of ['plan', 'processor', 'coin'] as const) {
    const value = search[name]
    if (typeof value === 'string') chosen[name] = value
  }
  return chosen
}
