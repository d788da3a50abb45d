import { expect, it } from 'vitest'
import { corrections } from './heights'

it('moves by what changed above, and not by what changed on screen or below', () => {
  expect(corrections([{ top: 0, was: 500, now: 620 }], 800)).toBe(120)
  expect(corrections([{ top: 700, was: 500, now: 620 }], 800)).toBe(0)
  expect(corrections([{ top: 2_000, was: 500, now: 620 }], 800)).toBe(0)
})

it('tells above from below by where each was before the others changed', () => {
  // The first grew by 300 and pushed the second, whose end was above 950, past it.
  const changes = [
    { top: 800, was: 400, now: 300 },
    { top: 0, was: 500, now: 800 },
  ]
  expect(corrections(changes, 950)).toBe(200)
  expect(corrections(changes, 850)).toBe(300)
})
