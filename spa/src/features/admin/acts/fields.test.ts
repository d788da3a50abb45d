import { expect, it } from 'vitest'
import { asked, flawOf, startOf, type Field } from './fields'

const hours: Field = { name: 'hours', label: 'Hours', kind: 'whole', required: true, min: 1, max: 8760 }

it.each(['', ' ', '0', '8761', '1.5', '1e3', 'ten', '0x10'])(
  'takes no “%s” for a number of hours',
  (text) => {
    expect(flawOf(hours, text)).not.toBeNull()
  },
)

it.each(['1', ' 24 ', '8760', '+5'])('takes “%s” for a number of hours', (text) => {
  expect(flawOf(hours, text)).toBeNull()
})

it('lets a field that isn’t needed be empty', () => {
  expect(flawOf({ name: 'account', label: 'Account', kind: 'text' }, '')).toBeNull()
  expect(flawOf({ name: 'secret', label: 'Secret', kind: 'secret', required: true }, '  ')).toBe(
    'Fill this in.',
  )
})

it('starts a choice with its first option, and asks only for what fits what is filled in', () => {
  const fields: Field[] = [
    { name: 'act', label: 'Act', kind: 'choice', options: [{ value: 'reject', label: 'Reject' }] },
    { ...hours, when: ({ act }) => act === 'extend' },
  ]
  const values = startOf(fields)
  expect(values).toEqual({ act: 'reject', hours: '' })
  expect(asked(fields, values).map(({ name }) => name)).toEqual(['act'])
})
