import { expect, it } from 'vitest'
import { keepOnly, NOTHING, pick, pickAll } from './selection'

const order = ['a', 'b', 'c', 'd', 'e']
const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].toSorted().join('')

it('takes one more or one less', () => {
  const one = pick(NOTHING, 'b', false, order)
  expect(ids(one)).toBe('b')
  expect(ids(pick(one, 'b', false, order))).toBe('')
})

it('takes with Shift everything from the last press to this one, in both directions', () => {
  const from = pick(NOTHING, 'd', false, order)
  expect(ids(pick(from, 'b', true, order))).toBe('bcd')
  expect(ids(pick(pick(NOTHING, 'b', false, order), 'e', true, order))).toBe('bcde')
})

it('takes a range away where the pressed one is taken away', () => {
  const all = pick(pickAll(order), 'b', false, order)
  expect(ids(pick(all, 'd', true, order))).toBe('ae')
})

it('takes one alone with Shift where nothing was pressed before', () => {
  expect(ids(pick(NOTHING, 'c', true, order))).toBe('c')
})

it('forgets what has left the page', () => {
  expect(ids(keepOnly(pickAll(order), ['a', 'e']))).toBe('ae')
})
