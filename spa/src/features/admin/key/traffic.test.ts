import { expect, it } from 'vitest'
import { lastHours, successOf, sumOf } from './traffic'

const NOW_MS = Date.parse('2030-01-02T14:25:00Z')
const busy = { hour: '2030-01-02T12:00:00Z', requests: 40, succeeded: 30, rate_limited: 4, p50_ms: 900 }
const older = { hour: '2030-01-01T10:00:00Z', requests: 7, succeeded: 7, rate_limited: 0 }

it('fills in the hours without traffic, up to the one that runs', () => {
  const hours = lastHours([older, busy], NOW_MS, 24)
  expect(hours).toHaveLength(24)
  expect(hours[0]?.at).toBe('2030-01-01T15:00:00.000Z')
  expect(hours.at(-1)?.at).toBe('2030-01-02T14:00:00.000Z')
  expect(hours.filter(({ told }) => told !== undefined).map(({ told }) => told)).toEqual([busy])
})

it('sums only what is inside, and has no share of nothing', () => {
  expect(sumOf(lastHours([older, busy], NOW_MS, 24), ({ requests }) => requests)).toBe(40)
  expect(sumOf(lastHours([older, busy], NOW_MS, 168), ({ requests }) => requests)).toBe(47)
  expect(successOf(busy)).toBe(0.75)
  expect(successOf({ ...busy, requests: 0 })).toBeNull()
})
