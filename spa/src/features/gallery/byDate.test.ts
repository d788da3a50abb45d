import { expect, it } from 'vitest'
import { galleryItem } from '~/test/samples'
import { blocksOf, byDate, dayWords } from './byDate'

const now = new Date(2030, 5, 15, 13, 45)
const at = (...when: [number, number, number, number?]) =>
  new Date(...(when as [number, number, number])).toISOString()

it('groups by the customer’s own days and keeps the order', () => {
  const items = [at(2030, 5, 15, 23), at(2030, 5, 15, 0), at(2030, 5, 14, 23), at(2029, 11, 31, 1)].map(
    (created_at, number) => galleryItem(number, { created_at }),
  )
  const groups = byDate(items)
  expect(groups.map(({ day }) => day)).toEqual(['2030-06-15', '2030-06-14', '2029-12-31'])
  expect(groups[0]?.items.map(({ asset }) => asset.id)).toEqual(['asset-0', 'asset-1'])
})

it.each([
  ['2030-06-15', 'Today'],
  ['2030-06-14', 'Yesterday'],
  ['2030-06-10', 'Monday 10 June'],
  ['2029-12-31', 'Monday 31 December 2029'],
])('names %s in words', (day, words) => {
  expect(dayWords(day, now).replace(',', '')).toBe(words)
})

it('cuts a long day into pieces that end with a whole line, whatever the number of columns', () => {
  const blocks = blocksOf(Array.from({ length: 250 }, (_, number) => galleryItem(number)))
  expect(blocks.map((block) => block.length)).toEqual([120, 120, 10])
  for (const columns of [3, 4, 5, 6, 8]) expect(120 % columns).toBe(0)
})
