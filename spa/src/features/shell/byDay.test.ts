import { expect, it } from 'vitest'
import { byDay } from './byDay'

it('counts days, and names no week that a day may not be in', () => {
  const monday = new Date(2030, 0, 7, 12)
  const before = (days: number) => ({ updated_at: new Date(2030, 0, 7 - days, 9).toISOString() })
  const labels = byDay([0, 1, 4, 8, 45].map(before), monday).map(({ label }) => label)
  expect(labels).toEqual(['Today', 'Yesterday', 'Last 7 days', 'Last 30 days', 'November 2029'])
})
