import { expect, it } from 'vitest'
import { eachAtOnce } from './atOnce'

it('does a few at once, all of them, and tells which failed', async () => {
  let running = 0
  let most = 0
  const done: number[] = []
  const failed = await eachAtOnce([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 1))
    running -= 1
    if (item === 2 || item === 5) throw new Error('refused')
    done.push(item)
  })
  expect(failed.toSorted()).toEqual([2, 5])
  expect(done.toSorted()).toEqual([1, 3, 4, 6, 7])
  expect(most).toBe(3)
})
