import { afterEach, expect, it, vi } from 'vitest'
import { activate, preferredLanguage } from './i18n'

afterEach(() => vi.restoreAllMocks())

it('remembers what this browser chose', async () => {
  await activate('en')
  localStorage.setItem('nproxy.language', 'ru')
  expect(preferredLanguage()).toBe('ru')
})

it('has a language also where the browser keeps nothing', async () => {
  const refuse = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  }
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(refuse)
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse)
  expect(preferredLanguage()).toBe('en')
  await activate('en')
  expect(document.documentElement.lang).toBe('en')
})
