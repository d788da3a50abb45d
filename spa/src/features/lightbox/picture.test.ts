import { describe, expect, it } from 'vitest'
import { turn } from '~/test/samples'
import { fileName, type Picture } from './picture'

const picture = (change: Partial<Picture> = {}): Picture => ({
  key: 'generation-1',
  asset: null,
  prompt: 'A red boat, at dawn!',
  model: 'model-1',
  madeAt: new Date(2030, 11, 1, 23, 30).toISOString(),
  reference: 'generation-1',
  slot: 1,
  turn: turn({ batch_size: 4 }),
  generation: undefined,
  ...change,
})

describe('the name of a saved picture', () => {
  it('tells the prompt, the day and the place in the batch', () => {
    expect(fileName(picture(), 'image/png')).toBe('a-red-boat-at-dawn_2030-12-01_2of4.png')
  })
  it('ends as the file really is', () => {
    expect(fileName(picture(), 'image/jpeg')).toMatch(/\.jpg$/)
    expect(fileName(picture(), 'image/webp')).toMatch(/\.webp$/)
  })
  it('has no place where there was no batch, or where it isn’t known', () => {
    expect(fileName(picture({ turn: turn() }), 'image/png')).toBe('a-red-boat-at-dawn_2030-12-01.png')
    expect(fileName(picture({ turn: null }), 'image/png')).toBe('a-red-boat-at-dawn_2030-12-01.png')
  })
  it('keeps other letters, and nothing that a file system stumbles over', () => {
    expect(fileName(picture({ prompt: 'Красная лодка: ../у реки' }), 'image/png')).toMatch(
      /^красная-лодка-у-реки_/,
    )
    expect(fileName(picture({ prompt: '🚣 …' }), 'image/png')).toMatch(/^picture_/)
    expect(fileName(picture({ prompt: 'boat '.repeat(40) }), 'image/png')).toMatch(/^(boat-)+boat_2030/)
  })
})
