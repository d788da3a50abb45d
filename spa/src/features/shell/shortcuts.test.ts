import { expect, it } from 'vitest'
import { shortcutOf } from './shortcuts'

const press = (key: string, code: string, held: object = {}) => ({
  key,
  code,
  ctrlKey: true,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...held,
})

it('knows the three keys, with Ctrl and with Cmd', () => {
  expect(shortcutOf(press('k', 'KeyK'))).toBe('search')
  expect(shortcutOf(press('k', 'KeyK', { ctrlKey: false, metaKey: true }))).toBe('search')
  expect(shortcutOf(press('O', 'KeyO', { shiftKey: true }))).toBe('new')
  expect(shortcutOf(press('/', 'Slash'))).toBe('help')
  expect(shortcutOf(press('/', 'Digit7', { shiftKey: true }))).toBe('help')
})

it('knows them on a Russian keyboard', () => {
  expect(shortcutOf(press('л', 'KeyK'))).toBe('search')
  expect(shortcutOf(press('Щ', 'KeyO', { shiftKey: true }))).toBe('new')
  expect(shortcutOf(press('.', 'Slash'))).toBe('help')
})

it('leaves every other key to the browser', () => {
  expect(shortcutOf(press('k', 'KeyK', { ctrlKey: false }))).toBeNull()
  expect(shortcutOf(press('k', 'KeyK', { altKey: true }))).toBeNull()
  expect(shortcutOf(press('o', 'KeyO'))).toBeNull()
  expect(shortcutOf(press('r', 'KeyR'))).toBeNull()
  // Ctrl+minus of a German keyboard.
  expect(shortcutOf(press('-', 'Slash'))).toBeNull()
})
