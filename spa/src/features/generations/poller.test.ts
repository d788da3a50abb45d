import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UnreachableError } from '~/api/problem'
import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS, POLL_GAP_MS } from '~/lib/pace'
import { create } from '~/lib/store'
import { generation } from '~/test/samples'
import { HIDDEN_GAP_MS, Poller, type PollerStatus, type PollReply } from './poller'

interface Call {
  ids: string[]
  etag: string | null
  signal: AbortSignal
  answer: (reply: PollReply) => void
  fail: (error: Error) => void
}

/** A server whose answers the test gives by hand. */
function play() {
  const calls: Call[] = []
  const status = create<PollerStatus>('idle')
  const apply = vi.fn()
  const forget = vi.fn()
  const poller = new Poller({
    status,
    apply,
    forget,
    fetch: (ids, etag, signal) =>
      new Promise((answer, fail) => calls.push({ ids, etag, signal, answer, fail })),
  })
  const call = (index: number): Call => {
    const found = calls[index]
    if (found === undefined) throw new Error(`no call ${index}`)
    return found
  }
  return { calls, call, status, apply, forget, poller }
}

const changed = (etag: string, ...ids: string[]): PollReply => ({
  kind: 'changed',
  etag,
  generations: ids.map((id) => generation({ id })),
})

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('one long poll for all open generations', () => {
  it('is at rest while there is none', () => {
    const { calls, poller, status } = play()
    poller.watch([])
    expect(calls).toHaveLength(0)
    expect(status.get()).toBe('idle')
  })

  it('asks for all of them at once and goes on with the last ETag', async () => {
    const { call, calls, poller, apply } = play()
    poller.watch(['b', 'a'])
    expect(call(0)).toMatchObject({ ids: ['a', 'b'], etag: null })
    call(0).answer(changed('"1"', 'a', 'b'))
    await vi.advanceTimersByTimeAsync(POLL_GAP_MS)
    expect(apply).toHaveBeenCalledOnce()
    expect(call(1).etag).toBe('"1"')
    call(1).answer({ kind: 'unchanged' })
    await vi.advanceTimersByTimeAsync(POLL_GAP_MS)
    expect(calls).toHaveLength(3)
    expect(apply).toHaveBeenCalledOnce()
    expect(call(2).etag).toBe('"1"')
  })

  it('starts anew when there is another one to watch', () => {
    const { call, poller } = play()
    poller.watch(['a'])
    poller.watch(['a', 'b'])
    expect(call(0).signal.aborted).toBe(true)
    expect(call(1)).toMatchObject({ ids: ['a', 'b'], etag: null })
  })

  it('forgets what the server no longer knows', async () => {
    const { call, poller, forget } = play()
    poller.watch(['a', 'b'])
    call(0).answer(changed('"1"', 'a'))
    await vi.advanceTimersByTimeAsync(0)
    expect(forget).toHaveBeenCalledWith(['b'])
    expect(call(1).ids).toEqual(['a'])
    poller.watch(['a', 'b'])
    expect(call(1).signal.aborted).toBe(false)
  })
})

describe('a server that cannot be reached', () => {
  it('is asked less and less often, and says so', async () => {
    const { call, calls, poller, status } = play()
    poller.watch(['a'])
    let expected = BACKOFF_FIRST_MS
    for (let failure = 0; failure < 5; failure += 1) {
      call(failure).fail(new UnreachableError())
      await vi.advanceTimersByTimeAsync(expected - 1)
      expect(status.get()).toBe('reconnecting')
      expect(calls).toHaveLength(failure + 1)
      await vi.advanceTimersByTimeAsync(1)
      expect(calls).toHaveLength(failure + 2)
      expected = Math.min(expected * 2, BACKOFF_MAX_MS)
    }
    call(5).answer(changed('"1"', 'a'))
    await vi.advanceTimersByTimeAsync(0)
    expect(status.get()).toBe('live')
  })

  it('is asked for what there is as soon as it is back, instead of waiting for a change', async () => {
    const { call, poller } = play()
    poller.watch(['a'])
    call(0).answer(changed('"1"', 'a'))
    await vi.advanceTimersByTimeAsync(POLL_GAP_MS)
    call(1).fail(new UnreachableError())
    await vi.advanceTimersByTimeAsync(BACKOFF_FIRST_MS)
    expect(call(2).etag).toBeNull()
  })

  it('is left alone for as long as it asks', async () => {
    const { call, calls, poller } = play()
    poller.watch(['a'])
    call(0).fail(new UnreachableError(20_000))
    await vi.advanceTimersByTimeAsync(19_999)
    expect(calls).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(calls).toHaveLength(2)
  })

  it('is asked at once when the customer comes back', async () => {
    const { call, calls, poller } = play()
    poller.watch(['a'])
    call(0).fail(new UnreachableError(60_000))
    await vi.advanceTimersByTimeAsync(10)
    poller.wake()
    expect(calls).toHaveLength(2)
  })
})

it('asks rarely in a hidden tab and goes on at once when it is seen', async () => {
  const { call, calls, poller } = play()
  poller.watch(['a'])
  poller.setVisible(false)
  call(0).answer(changed('"1"', 'a'))
  await vi.advanceTimersByTimeAsync(HIDDEN_GAP_MS - 1)
  expect(calls).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(calls).toHaveLength(2)
  call(1).answer({ kind: 'unchanged' })
  await vi.advanceTimersByTimeAsync(0)
  poller.setVisible(true)
  expect(calls).toHaveLength(3)
})
