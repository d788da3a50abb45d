import { http } from 'msw'
import { afterEach, beforeEach } from 'vitest'
import type { Inbox } from '~/api/types'
import { site, type Site } from '~/lib/site'
import { API, problem, server } from './server'

export const inbox: Inbox = {
  email: 'new@example.com',
  sender: 'nproxy <hello@nproxy.example>',
  subject: 'Confirm your address for nproxy',
  resend_in_s: 60,
}

/** Nobody is signed in, and nothing is kept in this tab from a test before. */
export function startOutside(): void {
  const asBuilt = { ...site }
  beforeEach(() => {
    sessionStorage.clear()
    server.use(http.get(`${API}/me`, () => problem(401, 'not_signed_in')))
  })
  afterEach(() => {
    for (const key of Object.keys(site)) Reflect.deleteProperty(site, key)
    Object.assign(site, asBuilt)
  })
}

/** What the operator decided, for one test. */
export function decide(change: Partial<Site>): void {
  Object.assign(site, change)
}
