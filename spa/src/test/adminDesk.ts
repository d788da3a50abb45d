import { screen, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, vi } from 'vitest'
import { me } from './samples'
import { API, server } from './server'

/** The first test that renders the section also waits for its modules. */
export const SLOW = { timeout: 30_000 }

/** Whole pages with their dialogs: on a busy machine a test of them takes its time. */
const TEST_MS = 60_000

const DESK = `${API}/admin`

/** An admin is signed in, and nothing needs attention. */
export function startAtDesk(): void {
  vi.setConfig({ testTimeout: TEST_MS })
  beforeEach(() => {
    const admin = { state: 'off' as const }
    server.use(
      http.get(`${API}/me`, () => HttpResponse.json({ user: { ...me, role: 'admin', admin } })),
      http.get(`${DESK}/overview`, () =>
        HttpResponse.json({
          at: '2030-01-01T00:00:00Z',
          attention: [],
          days: [],
          active_subscriptions: 0,
          running: 0,
          queued: 0,
        }),
      ),
      http.get(`${DESK}/switches`, () =>
        HttpResponse.json({
          items: [{ name: 'provider:mirror', label: 'Mirror', value: 'on', values: ['on', 'off'] }],
        }),
      ),
      http.get(`${DESK}/proxies`, () =>
        HttpResponse.json({
          items: [{ id: 'proxy-1', label: 'Amsterdam' }],
          total: { count: 1, more: false },
        }),
      ),
      http.get(`${API}/plans`, () => HttpResponse.json({ plans: [] })),
    )
  })
}

/** What the server tells when it is asked. */
export function tell(path: string, answer: () => object): void {
  server.use(http.get(`${DESK}/${path}`, () => HttpResponse.json(answer())))
}

type Method = 'post' | 'patch'

/** Plays an act; keeps what was sent with it, and answers with the refusals first. */
export function playAct(
  path: string,
  answer: () => Response | object,
  refusals: (() => Response)[] = [],
  method: Method = 'post',
): unknown[] {
  const bodies: unknown[] = []
  server.use(
    http[method](`${DESK}/${path}`, async ({ request }) => {
      const text = await request.text()
      bodies.push(text === '' ? null : JSON.parse(text))
      const refuse = refusals[bodies.length - 1]
      if (refuse !== undefined) return refuse()
      const said = answer()
      return said instanceof Response ? said : HttpResponse.json(said)
    }),
  )
  return bodies
}

/** Opens the dialog of an act by its button. */
export async function openAct(user: UserEvent, name: string) {
  await user.click(await screen.findByRole('button', { name }, SLOW))
  return within(await screen.findByRole('dialog', undefined, SLOW))
}
