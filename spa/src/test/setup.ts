import '@testing-library/jest-dom/vitest'
import { i18n } from '@lingui/core'
import { cleanup } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { composerStore } from '~/features/composer/composerStore'
import { server } from './server'

class Observer {
  observe() {
    return undefined
  }
  unobserve() {
    return undefined
  }
  disconnect() {
    return undefined
  }
}

// What jsdom lacks of a browser.
vi.stubGlobal('ResizeObserver', Observer)
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: query.includes('min-width'),
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
}))
Element.prototype.scrollIntoView = () => undefined
window.scrollTo = () => undefined
Object.defineProperty(document, 'fonts', { value: new EventTarget() })

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  // A test may play another one.
  vi.stubGlobal('IntersectionObserver', Observer)
  localStorage.clear()
  sessionStorage.clear()
  i18n.loadAndActivate({ locale: 'en', messages: {} })
})
afterEach(() => {
  cleanup()
  composerStore.forgetAll()
  server.resetHandlers()
})
afterAll(() => server.close())
