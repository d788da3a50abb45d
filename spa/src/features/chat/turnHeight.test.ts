import { expect, it } from 'vitest'
import { asset, generation, turn } from '~/test/samples'
import { turnHeight } from './turnHeight'

const slots = (count: number) =>
  Array.from({ length: count }, (_, slot) => generation({ id: `g-${slot}`, slot }))

it('follows the shape, the number of pictures and the words', () => {
  const square = turnHeight(turn(), 1280)
  expect(square).toBe(124 + 24 + 480)
  expect(turnHeight(turn({ width: 1344, height: 768 }), 1280)).toBeLessThan(square)
  expect(turnHeight(turn({ generations: slots(4) }), 1280)).toBe(124 + 24 + 320 * 2 + 12)
  expect(turnHeight(turn({ prompt: 'x'.repeat(400) }), 1280)).toBe(square + 4 * 24)
  expect(turnHeight(turn({ prompt: 'x'.repeat(8_000) }), 1280)).toBe(square + 6 * 24)
  expect(turnHeight(turn({ inputs: [asset] }), 1280)).toBe(square + 64)
})

it('is no wider than the window', () => {
  expect(turnHeight(turn(), 360)).toBe(124 + 24 + 328)
})
