import { describe, expect, it } from 'vitest'
import { filterOf, narrows, searchOf } from './filter'

const now = new Date(2030, 5, 15, 13, 45)

describe('what an address says about the gallery', () => {
  it('is kept as far as it is known', () => {
    const known = { q: 'boat', mode: 'image_to_image', starred: true, range: 'week' }
    expect(searchOf(known)).toEqual(known)
    expect(searchOf({ q: 2030, mode: 'video', starred: 'perhaps', range: 'century', page: 3 })).toEqual({
      q: '2030',
    })
  })

  it.each([
    ['today', new Date(2030, 5, 15)],
    ['week', new Date(2030, 5, 9)],
    ['month', new Date(2030, 4, 17)],
  ] as const)('begins with a whole day of the customer’s: %s', (range, from) => {
    expect(filterOf({ range }, now)).toEqual({ from: from.toISOString() })
  })

  it('narrows only where it asks for less than everything', () => {
    expect(narrows({})).toBe(false)
    expect(narrows({ q: '  ' })).toBe(false)
    expect(narrows({ starred: true })).toBe(true)
  })
})
