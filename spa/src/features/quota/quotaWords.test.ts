import { describe, expect, it } from 'vitest'
import type { Quota, Subscription } from '~/api/types'
import { quotaSentence, quotaWords } from './quotaWords'

const year = new Date().getFullYear()
const resets_at = `${year}-12-14T09:00:00Z`
const active = { state: 'active', queued: [] } as const satisfies Subscription
const told = (...[quota, subscription]: Parameters<typeof quotaWords>) =>
  quotaSentence(quotaWords(quota, subscription))

describe('what is left', () => {
  it.each([100, 80, 60, 40, 20] as const)('is about %i %', (bucket) => {
    expect(told({ bucket, resets_at }, active)).toBe(`About ${bucket} % left · Resets 14 Dec`)
  })
  it('is nothing, until a day', () => {
    expect(told({ bucket: 0, resets_at }, active)).toBe('Used up · Resets 14 Dec')
  })
  it('tells the year when it is another one', () => {
    const next: Quota = { bucket: 40, resets_at: `${year + 1}-01-14T09:00:00Z` }
    expect(told(next, active)).toBe(`About 40 % left · Resets 14 Jan ${year + 1}`)
  })
  it('lasts through the days of grace', () => {
    const grace: Subscription = { state: 'grace', grace_until: `${year}-12-17T09:00:00Z`, queued: [] }
    expect(told({ bucket: 40 }, grace)).toBe('About 40 % left · Usable until 17 Dec')
  })
  it('is not told in numbers without a plan', () => {
    expect(told({ bucket: 0 }, { state: 'none', queued: [] })).toBe('No plan yet')
    expect(told({ bucket: 0 }, { state: 'ended', queued: [] })).toBe('Plan ended')
  })
})
