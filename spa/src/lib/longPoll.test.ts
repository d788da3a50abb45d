import { expect, it, vi } from 'vitest'
import { ProblemError, UnreachableError } from '~/api/problem'
import type { Problem } from '~/api/types'
import { longPoll, type Reply } from './longPoll'

const rests: number[] = []
vi.mock('./pause', () => ({
  pause: (ms: number) => {
    rests.push(ms)
    return Promise.resolve()
  },
}))

/** Plays these answers in turn and stops after the last. */
async function play(answers: (Reply<string> | Error)[], etag: string | null = null) {
  rests.length = 0
  const run = new AbortController()
  const asked: (string | null)[] = []
  const taken: string[] = []
  const heard: boolean[] = []
  const ports = {
    fetch: (known: string | null) => {
      asked.push(known)
      const answer = answers[asked.length - 1]
      if (answer === undefined) {
        run.abort()
        return Promise.reject(new DOMException('Aborted', 'AbortError'))
      }
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
    take: (value: string) => taken.push(value),
    heard: (now: boolean) => heard.push(now),
  }
  const end = await longPoll(ports, etag, run.signal)
  return { asked, taken, heard, end }
}

const changed = (value: string, etag: string): Reply<string> => ({ kind: 'changed', value, etag })
const unchanged: Reply<string> = { kind: 'unchanged' }
const refused = (status: number, code: Problem['code']) =>
  new ProblemError({ type: '', title: '', status, detail: '', code, request_id: '' })

it('asks on from the newest answer', async () => {
  const { asked, taken } = await play([unchanged, changed('seen', '"2"'), unchanged], '"1"')
  expect(asked).toEqual(['"1"', '"1"', '"2"', '"2"'])
  expect(taken).toEqual(['seen'])
})

it('rests longer after each failure, at least as long as it is asked to, and says that nobody answers', async () => {
  const away = new UnreachableError()
  const { heard, taken } = await play([away, away, new UnreachableError(9_000), changed('paid', '"1"')])
  expect(rests.slice(0, 3)).toEqual([1_000, 2_000, 9_000])
  expect(heard).toEqual([false, false, false, true])
  expect(taken).toEqual(['paid'])
})

it('asks for what there is after a failure, instead of waiting for a change', async () => {
  const { asked } = await play([changed('seen', '"1"'), new UnreachableError(), changed('seen', '"1"')])
  expect(asked).toEqual([null, '"1"', null, '"1"'])
})

it('stops where there is nothing to ask for', async () => {
  const { asked, end } = await play([refused(404, 'not_found'), unchanged])
  expect(asked).toHaveLength(1)
  expect(end).toBe('gone')
})

it('stops where nobody is signed in, which is an answer and no lost connection', async () => {
  const { asked, heard, end } = await play([refused(401, 'not_signed_in'), unchanged])
  expect(asked).toHaveLength(1)
  expect(heard).toEqual([true])
  expect(end).toBe('signed_out')
})
