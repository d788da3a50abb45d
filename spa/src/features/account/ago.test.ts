import { expect, it } from 'vitest'
import { formatAgo } from './ago'

const NOW = Date.parse('2030-06-15T12:00:00Z')

it.each([
  ['2030-06-15T11:59:30Z', 'just now'],
  // The clock of this device may run behind the server's.
  ['2030-06-15T12:00:10Z', 'just now'],
  ['2030-06-15T11:55:00Z', '5 minutes ago'],
  ['2030-06-15T09:30:00Z', '2 hours ago'],
  ['2030-06-14T11:00:00Z', 'yesterday'],
  ['2030-06-05T12:00:00Z', '10 days ago'],
])('says how long ago %s is', (iso, words) => {
  expect(formatAgo(iso, NOW)).toBe(words)
})
