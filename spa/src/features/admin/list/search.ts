/** What an address says about a list: words by name. Which of them mean something is the list's own business. */
export type ListSearch = Record<string, string>

const NAME = /^[a-z][a-z_]*$/
const VALUE_CHARS_MAX = 2_000

/** Of a name and its value both have to look like one; a number or a yes is read from the address as such. */
export function listSearchOf(said: Record<string, unknown>): ListSearch {
  const kept = Object.entries(said).flatMap(([name, value]) => {
    const scalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    const text = scalar ? String(value) : ''
    return NAME.test(name) && text !== '' && text.length <= VALUE_CHARS_MAX ? [[name, text] as const] : []
  })
  return Object.fromEntries(kept)
}
