import { describe, expect, it } from 'vitest'
import type { Quota, Subscription } from '~/api/types'
import { subscription } from '~/test/samples'
import { daysLeft, nextAct, reminderDays } from './planState'

const now = Date.parse('2030-11-20T09:00:00Z')
const plenty: Quota = { bucket: 60 }
const next = {
  plan: { id: 's', label: 'S' },
  starts_at: '2030-12-14T09:00:00Z',
  ends_at: '2031-01-14T09:00:00Z',
}
const act = (change: Partial<Subscription>, quota = plenty) => nextAct(subscription(change), quota, now)

describe('the one thing to do', () => {
  it('is to get a plan, or the one that ended again', () => {
    expect(act({ state: 'none' })).toEqual({ what: 'buy', loud: true })
    expect(act({ state: 'ended' })).toEqual({ what: 'renew', loud: true })
    expect(act({ state: 'grace' })).toEqual({ what: 'renew', loud: true })
  })
  it('is quiet in the middle of a month, and loud towards its end or when it is used up', () => {
    expect(act({})).toEqual({ what: 'pay_next', loud: false })
    expect(act({ ends_at: '2030-11-27T09:00:00Z' })).toEqual({ what: 'pay_next', loud: true })
    expect(act({}, { bucket: 0 })).toEqual({ what: 'pay_next', loud: true })
  })
  it('is the month that is paid already, when this one is used up', () => {
    expect(act({ queued: [next] })).toEqual({ what: 'pay_next', loud: false })
    expect(act({ queued: [next] }, { bucket: 0 })).toEqual({ what: 'start_next', loud: true })
  })
  it('gives way to a payment under way', () => {
    const payment = { id: 'p', state: 'pending', in_review: false } as const
    expect(act({ state: 'none', payment })).toEqual({ what: 'buy', loud: false })
    expect(act({ payment }, { bucket: 0 })).toEqual({ what: 'pay_next', loud: false })
  })
})

it('counts a day that has begun, and none when it is over', () => {
  expect(daysLeft('2030-11-21T08:00:00Z', now)).toBe(1)
  expect(daysLeft('2030-11-21T10:00:00Z', now)).toBe(2)
  expect(daysLeft('2030-11-19T10:00:00Z', now)).toBe(0)
})

it.each<[string, number | null]>([
  ['2030-11-28T09:00:00Z', null],
  ['2030-11-27T09:00:00Z', 7],
  ['2030-11-23T10:00:00Z', 7],
  ['2030-11-23T09:00:00Z', 3],
  ['2030-11-21T09:00:00Z', 1],
])('reminds of an end seven days, three days and a day before: %s', (ends_at, days) => {
  expect(reminderDays(subscription({ ends_at }), now)).toBe(days)
})

it('reminds nobody whose next month is paid or being paid, and nobody without a month', () => {
  const ends_at = '2030-11-21T09:00:00Z'
  const payment = { id: 'p', state: 'pending', in_review: false } as const
  const others: Partial<Subscription>[] = [
    { queued: [next] },
    { payment },
    { state: 'ended' },
    { state: 'grace' },
  ]
  for (const change of others) expect(reminderDays(subscription({ ends_at, ...change }), now)).toBe(null)
})
