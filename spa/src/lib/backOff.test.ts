import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { backOff } from './backOff'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function start() {
  const run = new AbortController()
  const ended = vi.fn()
  void backOff(5_000, run.signal).then(ended)
  return { run, ended }
}

it('rests as long as it is told to', async () => {
  const { ended } = start()
  await vi.advanceTimersByTimeAsync(4_999)
  expect(ended).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(ended).toHaveBeenCalledOnce()
})

it.each(['online', 'focus'])('goes on at once with %s', async (event) => {
  const { ended } = start()
  window.dispatchEvent(new Event(event))
  await vi.advanceTimersByTimeAsync(0)
  expect(ended).toHaveBeenCalledOnce()
})

it('ends where it is no longer wanted', async () => {
  const { run, ended } = start()
  run.abort()
  await vi.advanceTimersByTimeAsync(0)
  expect(ended).toHaveBeenCalledOnce()
})
