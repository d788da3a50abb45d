/** What an address says about a list, by name. Which of it means something is the list's own business. */
export type ListSearch = Record<string, string | number | boolean>

const NAME = /^[a-z][a-z_]*$/
const VALUE_CHARS_MAX = 2_000

/** A name and its value both have to look like one. */
export function listSearchOf(said: Record<string, unknown>): ListSearch {
  const kept = Object.entries(said).flatMap(([name, value]) => {
    const scalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    const text = scalar ? String(value) : ''
    return NAME.test(name) && text !== '' && text.length <= VALUE_CHARS_MAX
      ? [[name, written(text)] as const]
      : []
  })
  return Object.fromEntries(kept)
}

/** A number and a yes stand in an address without quotation marks, which the router puts around words like them. */
function written(text: string): ListSearch[string] {
  if (text === 'true' || text === 'false') return text === 'true'
  return String(Number(text)) === text && Number.isFinite(Number(text)) ? Number(text) : text
}
