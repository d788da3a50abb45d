import { screen, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { afterEach, expect, it, vi } from 'vitest'
import { downloadFrom } from '~/lib/download'
import { SLOW, startAtDesk } from '~/test/adminDesk'
import { renderApp } from '~/test/renderApp'
import { me } from '~/test/samples'
import { API, problem, server } from '~/test/server'
import { accessGate } from './gate'

vi.mock('~/lib/download', () => ({ downloadFrom: vi.fn() }))

startAtDesk()
afterEach(() => {
  vi.restoreAllMocks()
  for (const asked of ['enrol', 'code', 'fresh'] as const) accessGate.settle(asked, false)
})

type State = 'off' | 'missing' | 'needed' | 'given'

const admin = (state: State) => ({ ...me, role: 'admin' as const, admin: { state } })
const beAdmin = (state: State) =>
  server.use(http.get(`${API}/me`, () => HttpResponse.json({ user: admin(state) })))

/** Plays a door of signing in; keeps what was sent, and answers one after the other, the last one again and again. */
function playDoor(path: string, ...answers: (() => Response)[]): unknown[] {
  const bodies: unknown[] = []
  server.use(
    http.post(`${API}/auth/${path}`, async ({ request }) => {
      bodies.push(await request.json())
      const answer = answers[bodies.length - 1] ?? answers.at(-1)
      return answer?.() ?? HttpResponse.error()
    }),
  )
  return bodies
}

const letIn = () => HttpResponse.json({ user: admin('given') })

it('has nothing at these addresses for who is no admin', async () => {
  server.use(http.get(`${API}/me`, () => HttpResponse.json({ user: me })))
  renderApp('/admin/users')
  expect(await screen.findByRole('heading', { name: 'Nothing here' }, SLOW)).toBeVisible()
  expect(screen.queryByRole('navigation', { name: 'Administration' })).not.toBeInTheDocument()
})

it('asks for the second factor, and then shows the page that was asked for', async () => {
  beAdmin('needed')
  const bodies = playDoor('totp', () => problem(403, 'code_wrong'), letIn)
  const { user, router } = renderApp('/admin/health')
  server.use(
    http.get(`${API}/admin/health`, () =>
      HttpResponse.json({ status: 'ok', at: '2030-01-01T00:00:00Z', version: '1', components: [] }),
    ),
  )
  await screen.findByRole('heading', { name: 'Give your second factor' }, SLOW)
  expect(screen.queryByRole('navigation', { name: 'Administration' })).not.toBeInTheDocument()
  await user.type(screen.getByLabelText('Code'), '000 000')
  await user.click(screen.getByRole('button', { name: 'Go on' }))
  expect(await screen.findByRole('alert')).toHaveTextContent(/This code is wrong/)
  await user.click(screen.getByRole('button', { name: /use a recovery code/ }))
  await user.type(screen.getByLabelText('Recovery code'), 'abcd-efgh')
  await user.click(screen.getByRole('button', { name: 'Go on' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Health' }, SLOW)).toBeVisible()
  expect(router.state.location.pathname).toBe('/admin/health')
  expect(bodies).toEqual([{ code: '000000' }, { recovery_code: 'abcd-efgh' }])
})

it('has a second factor set up, and goes on only when the recovery codes are saved', async () => {
  beAdmin('missing')
  const asked = playDoor('totp/enrol', () =>
    HttpResponse.json(
      { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/nproxy?secret=JBSWY3DPEHPK3PXP' },
      { status: 201 },
    ),
  )
  const proved = playDoor('totp/enrol/confirm', () =>
    HttpResponse.json({ recovery_codes: ['aaaa-1111', 'bbbb-2222'] }),
  )
  const { user } = renderApp('/admin')
  await screen.findByRole('heading', { name: 'Set up a second factor' }, SLOW)
  await user.type(screen.getByLabelText('Your password'), 'a password')
  await user.click(screen.getByRole('button', { name: 'Go on' }))
  expect(await screen.findByText('JBSW Y3DP EHPK 3PXP', undefined, SLOW)).toBeVisible()
  expect(await screen.findByRole('img', { name: 'QR code for your authenticator app' }, SLOW)).toBeVisible()
  await user.type(screen.getByLabelText('Code'), '123456')
  await user.click(screen.getByRole('button', { name: 'Set it up' }))
  const codes = within(await screen.findByRole('list', { name: 'Recovery codes' }, SLOW))
  expect(codes.getAllByRole('listitem').map((code) => code.textContent)).toEqual(['aaaa-1111', 'bbbb-2222'])
  const revoke = vi.spyOn(URL, 'revokeObjectURL')
  await user.click(screen.getByRole('button', { name: 'Download' }))
  expect(downloadFrom).toHaveBeenCalledWith(expect.stringMatching(/^blob:/), 'nproxy-recovery-codes.txt')
  // The browser has yet to read it.
  expect(revoke).not.toHaveBeenCalled()
  const done = screen.getByRole('button', { name: 'Done' })
  expect(done).toBeDisabled()
  beAdmin('given')
  await user.click(screen.getByRole('checkbox', { name: 'I saved them' }))
  await user.click(done)
  expect(await screen.findByRole('heading', { level: 1, name: 'Overview' }, SLOW)).toBeVisible()
  expect(asked).toEqual([{ password: 'a password' }])
  expect(proved).toEqual([{ code: '123456' }])
})

/** A switch that is turned, which the server wants a fresh sign-in for. */
async function turnASwitch(...refusals: (() => Response)[]) {
  const turned: unknown[] = []
  server.use(
    http.put(`${API}/admin/switches`, async ({ request }) => {
      turned.push(await request.json())
      return refusals[turned.length - 1]?.() ?? HttpResponse.json({ items: [] })
    }),
  )
  const { user } = renderApp('/admin/switches')
  await user.click(await screen.findByRole('button', { name: 'Change: Provider: Mirror' }, SLOW))
  const dialog = within(await screen.findByRole('dialog', { name: 'Provider: Mirror' }, SLOW))
  await user.type(dialog.getByLabelText(/Reason/), 'it lies')
  await user.click(dialog.getByRole('button', { name: 'Change it' }))
  return { user, turned }
}

it('asks for a fresh sign-in over the act, and does the act once more', async () => {
  beAdmin('given')
  const signed = playDoor('confirm', () => problem(403, 'wrong_password'), letIn)
  const { user, turned } = await turnASwitch(() => problem(403, 'fresh_sign_in_needed'))
  const dialog = within(await screen.findByRole('dialog', { name: 'Is it still you?' }, SLOW))
  await user.type(dialog.getByLabelText('Your password'), 'a pasword')
  await user.type(dialog.getByLabelText('Code'), '123456')
  await user.click(dialog.getByRole('button', { name: 'Go on' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('The password is wrong.')
  await user.click(dialog.getByRole('button', { name: 'Go on' }))
  expect(await screen.findByText('Provider: Mirror: Off.', undefined, SLOW)).toBeVisible()
  expect(signed).toEqual([
    { password: 'a pasword', code: '123456' },
    { password: 'a pasword', code: '123456' },
  ])
  const act = { name: 'provider:mirror', value: 'off', reason: 'it lies' }
  expect(turned).toEqual([act, act])
})

it('asks for no code where no second factor is asked for', async () => {
  playDoor('confirm', letIn)
  await turnASwitch(() => problem(403, 'fresh_sign_in_needed'))
  const dialog = within(await screen.findByRole('dialog', { name: 'Is it still you?' }, SLOW))
  expect(dialog.queryByLabelText('Code')).not.toBeInTheDocument()
})

it('does nothing when the admin turns away, and says so, with the act still open', async () => {
  beAdmin('given')
  const { user, turned } = await turnASwitch(() => problem(403, 'fresh_sign_in_needed'))
  await screen.findByRole('dialog', { name: 'Is it still you?' }, SLOW)
  await user.keyboard('{Escape}')
  expect(await screen.findByRole('alert', undefined, SLOW)).toHaveTextContent(/Nothing was done/)
  expect(screen.getByRole('dialog', { name: 'Provider: Mirror' })).toBeVisible()
  expect(turned).toHaveLength(1)
})

it('asks for a code over the page when the rights have run out meanwhile', async () => {
  beAdmin('given')
  playDoor('totp', letIn)
  let needed = true
  server.use(
    http.get(`${API}/admin/incidents`, () =>
      needed
        ? problem(403, 'second_factor_needed')
        : HttpResponse.json({ items: [], total: { count: 0, more: false } }),
    ),
  )
  const { user } = renderApp('/admin/incidents')
  const dialog = within(await screen.findByRole('dialog', { name: 'Give your second factor' }, SLOW))
  needed = false
  await user.type(dialog.getByLabelText('Code'), '123456')
  await user.click(dialog.getByRole('button', { name: 'Go on' }))
  expect(await screen.findByText('Nothing has gone wrong yet.', undefined, SLOW)).toBeVisible()
})

it('makes new recovery codes', async () => {
  beAdmin('given')
  server.use(
    http.get(`${API}/me/second-factor`, () => HttpResponse.json({ enrolled: true, recovery_codes_left: 1 })),
    http.post(`${API}/auth/totp/recovery-codes`, () => HttpResponse.json({ recovery_codes: ['cccc-3333'] })),
  )
  const { user } = renderApp('/admin/settings')
  expect(await screen.findByText('1 recovery code is left.', undefined, SLOW)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Make new recovery codes' }))
  expect(await screen.findByText('cccc-3333')).toBeVisible()
})

it('leads admins in from their account menu, and nobody else', async () => {
  server.use(http.get(`${API}/payments`, () => HttpResponse.json({ items: [] })))
  const { user, unmount } = renderApp('/billing')
  await user.click(await screen.findByRole('button', { name: /^Account:/ }, SLOW))
  expect(await screen.findByRole('menuitem', { name: 'Administration' }, SLOW)).toHaveAttribute(
    'href',
    '/admin',
  )
  unmount()
  server.use(http.get(`${API}/me`, () => HttpResponse.json({ user: me })))
  const customer = renderApp('/billing')
  await customer.user.click(await screen.findByRole('button', { name: /^Account:/ }, SLOW))
  await screen.findByRole('menuitem', { name: 'Sign out' }, SLOW)
  expect(screen.queryByRole('menuitem', { name: 'Administration' })).not.toBeInTheDocument()
})
