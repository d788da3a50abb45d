import { msg } from '@lingui/core/macro'
import { expect, it } from 'vitest'
import { compare } from './freshness'
import { fromLocal, toLocal } from './moments'
import { listSearchOf } from './search'
import type { Filter } from './spec'
import { isOnly, queryOf, stateOf, withFilter, withLimit, withOnly, withSort } from './state'
import { formatTotal } from './totalWords'

const label = msg`Label`
const filters: Filter[] = [
  {
    name: 'state',
    kind: 'several',
    label,
    options: ['failed', 'running'].map((value) => ({ value, label })),
  },
  { name: 'user', kind: 'id', label },
  { name: 'from', kind: 'moment', label },
]
const spec = { filters, sorts: ['-at', 'at'], search: { name: 'q', hint: label } }
const USER = '01932c07-7cd0-7cc0-8000-00000000c0de'

it('reads an address, and leaves out what the list doesn’t know', () => {
  const said = {
    q: 404,
    state: 'failed,running',
    user: 'nobody',
    from: 'once',
    sort: '-name',
    limit: 7,
    x: ['y'],
  }
  const state = stateOf(spec, listSearchOf(said))
  expect(state).toEqual({
    filter: { q: '404', state: 'failed,running' },
    sort: '-at',
    limit: 25,
    cursor: undefined,
    columns: undefined,
  })
  expect(queryOf(spec, state)).toEqual({ q: '404', state: 'failed,running' })
})

it('takes a state that is not offered for none at all', () => {
  expect(stateOf(spec, { state: 'failed,lost' }).filter).toEqual({})
})

it('asks for what the place of the list fixes, whatever the address says', () => {
  const fixed = { user: USER }
  const state = stateOf(
    spec,
    { user: '01932c07-7cd0-7cc0-8000-000000000000', sort: 'at', limit: '50' },
    fixed,
  )
  expect(queryOf(spec, state, fixed)).toEqual({ user: USER, sort: 'at', limit: '50' })
})

it('begins anew at the first page when the question changes', () => {
  const before = { tab: 'generations', q: 'a', state: 'failed', cursor: 'c-2' }
  expect(withFilter(before, { q: '' })).toEqual({ tab: 'generations', state: 'failed' })
  expect(withOnly(spec, before, { state: 'running' })).toEqual({ tab: 'generations', state: 'running' })
  expect(withSort(spec, before, 'at')).toEqual({ tab: 'generations', q: 'a', state: 'failed', sort: 'at' })
  expect(withSort(spec, { sort: 'at' }, '-at')).toEqual({})
  expect(withLimit(before, 100).limit).toBe('100')
  expect(withLimit({ limit: '100' }, 25)).toEqual({})
})

it('knows a preset only where nothing else is set', () => {
  expect(isOnly({ state: 'failed' }, { state: 'failed' })).toBe(true)
  expect(isOnly({ state: 'failed', q: 'a' }, { state: 'failed' })).toBe(false)
  expect(isOnly({}, { state: 'failed' })).toBe(false)
})

interface Row {
  id: string
  word?: string
}

const page = (ids: string[], next_cursor?: string) => ({
  items: ids.map((id): Row => ({ id })),
  total: { count: ids.length, more: false },
  ...(next_cursor !== undefined && { next_cursor }),
})
const rowId = ({ id }: Row) => id

it('keeps rows in their place, changes them there, and counts what came', () => {
  const newest = { ...page([], 'n'), items: [{ id: 'd' }, { id: 'a', word: 'now' }, { id: 'b' }] }
  expect(compare<Row>(page(['a', 'b', 'c'], 'm'), newest, rowId)).toEqual({
    rows: [{ id: 'a', word: 'now' }, { id: 'b' }, { id: 'c' }],
    come: 1,
    // c has only moved to the next page.
    gone: 0,
  })
})

it('counts what has left the list', () => {
  expect(compare(page(['a', 'b', 'c'], 'm'), page(['a', 'c', 'd'], 'n'), rowId)).toMatchObject({
    come: 1,
    gone: 1,
  })
  expect(compare(page(['a', 'b']), page(['a']), rowId)).toMatchObject({ come: 0, gone: 1 })
})

it('says where counting stopped', () => {
  expect(formatTotal({ count: 340, more: false })).toBe('340')
  expect(formatTotal({ count: 10_000, more: true })).toBe('10,000+')
})

it('takes the moment of a field into the address and back', () => {
  const iso = fromLocal('2030-01-05T15:00')
  expect(iso).toMatch(/^2030-01-0\dT.*Z$/)
  expect(toLocal(iso)).toBe('2030-01-05T15:00')
  expect(fromLocal('')).toBe('')
  expect(toLocal('once')).toBe('')
})
