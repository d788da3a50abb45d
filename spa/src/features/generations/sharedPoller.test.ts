import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { UnreachableError } from '~/api/problem'
import { create } from '~/lib/store'
import { playLocks } from '~/test/locks'
import { generation } from '~/test/samples'
import type { PollerStatus, PollReply } from './poller'
import { SharedPoller } from './sharedPoller'

interface Call {
  ids: string[]
  signal: AbortSignal
  answer: (reply: PollReply) => void
  fail: (error: Error) => void
}

const opened: SharedPoller[] = []

/** One browser with as many tabs as are opened, each telling what it asks and hears. */
function playBrowser(locks: LockManager | null = playLocks()) {
  return (visible = true) => {
    const calls: Call[] = []
    const status = create<PollerStatus>('idle')
    const heard = { apply: vi.fn(), forget: vi.fn(), refresh: vi.fn() }
    const poller = new SharedPoller({
      locks: locks ?? undefined,
      name: 'live',
      status,
      ...heard,
      fetch: (ids, _etag, signal) => new Promise((answer, fail) => calls.push({ ids, signal, answer, fail })),
    })
    poller.setVisible(visible)
    opened.push(poller)
    const asking = () => calls.filter(({ signal }) => !signal.aborted).at(-1)
    return { poller, status, asking, ...heard }
  }
}

/** News between tabs takes a moment. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 30))
const done = (id: string): PollReply => ({
  kind: 'changed',
  etag: '"1"',
  generations: [generation({ id, state: 'succeeded' })],
})

beforeEach(() => opened.splice(0))
afterEach(() => {
  for (const poller of opened) poller.stop()
})

it('asks from one tab for what all of them wait for, and tells them all', async () => {
  const open = playBrowser()
  const first = open(false)
  first.poller.watch(['a'])
  const second = open()
  second.poller.watch(['b'])
  await settle()
  expect(first.asking()).toBeUndefined()
  expect(second.asking()?.ids).toEqual(['a', 'b'])

  second.asking()?.answer({
    kind: 'changed',
    etag: null,
    generations: [generation({ id: 'a', state: 'succeeded' }), generation({ id: 'b' })],
  })
  await settle()
  expect(first.apply).toHaveBeenCalledWith([
    expect.objectContaining({ id: 'a', state: 'succeeded' }),
    expect.objectContaining({ id: 'b' }),
  ])
  expect(first.status.get()).toBe('live')
  expect(second.asking()?.ids).toEqual(['b'])
})

it('goes on from another tab when the one that asks is closed', async () => {
  const open = playBrowser()
  const first = open(false)
  first.poller.watch(['a'])
  const second = open()
  await settle()
  expect(second.asking()?.ids).toEqual(['a'])
  second.poller.stop()
  await settle()
  expect(first.asking()?.ids).toEqual(['a'])
})

it('asks from the tab that is looked at', async () => {
  const open = playBrowser()
  const first = open()
  const second = open()
  first.poller.watch(['a'])
  await settle()
  expect(second.asking()?.ids).toEqual(['a'])
  // Two windows side by side: the one that asks is covered, the other is still seen.
  second.poller.setVisible(false)
  await settle()
  expect(first.asking()?.ids).toEqual(['a'])
  expect(second.asking()).toBeUndefined()
})

it('says in every tab that the server is away', async () => {
  const open = playBrowser()
  const first = open(false)
  first.poller.watch(['a'])
  const second = open()
  await settle()
  second.asking()?.fail(new UnreachableError())
  await settle()
  expect(first.status.get()).toBe('reconnecting')
  expect(second.status.get()).toBe('reconnecting')
})

it('tells the other tabs what was changed here', async () => {
  const open = playBrowser()
  const first = open(false)
  const second = open()
  second.poller.changed('conversation-1')
  await settle()
  expect(first.refresh).toHaveBeenCalledWith('conversation-1')
  expect(second.refresh).not.toHaveBeenCalled()
})

it.each([
  ['has no locks', null],
  [
    'lends none here',
    { request: () => Promise.reject(new DOMException('', 'SecurityError')) } as unknown as LockManager,
  ],
])('asks from every tab where the browser %s', async (_, locks) => {
  const open = playBrowser(locks)
  const first = open(false)
  const second = open()
  first.poller.watch(['a'])
  second.poller.watch(['b'])
  await settle()
  expect(first.asking()?.ids).toContain('a')
  expect(second.asking()?.ids).toContain('b')
  second.asking()?.answer(done('b'))
  await settle()
  expect(second.apply).toHaveBeenCalled()
})
