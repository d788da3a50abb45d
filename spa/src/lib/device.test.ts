import { expect, it } from 'vitest'
import { clearDevice } from './device'

it('takes the customer off the device, and leaves how it looks and is typed on', () => {
  const stays = {
    'nproxy.language': 'ru',
    'nproxy.enter-sends': '1',
    'nproxy.letters-off': '1',
    'mantine-color-scheme-value': 'dark',
    another: 'not ours',
  }
  for (const [key, value] of Object.entries(stays)) localStorage.setItem(key, value)
  for (const key of ['nproxy.draft.user-1.new', 'nproxy.settings.user-1', 'nproxy.luggage'])
    localStorage.setItem(key, 'secret')
  sessionStorage.setItem('nproxy.link./reset', 'token')
  clearDevice()
  expect(Object.fromEntries(Object.entries(localStorage))).toEqual(stays)
  expect(sessionStorage).toHaveLength(0)
})
