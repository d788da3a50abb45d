import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import type { LinkReply } from '~/api/types'
import { deposit } from './luggage'
import { decide, inbox, startOutside } from '~/test/door'
import { renderApp } from '~/test/renderApp'
import { me } from '~/test/samples'
import { API, problem, server } from '~/test/server'

startOutside()

const SLOW = { timeout: 15_000 }

type Purpose = LinkReply['purpose']

const PAGES: Record<Purpose, string> = {
  verify_address: '/verify',
  reset_password: '/reset',
  confirm_address: '/confirm-email',
  undo_address: '/undo-email',
  keep_account: '/keep-account',
}

/** Plays what a link is; keeps the tokens that were asked about. */
function play(purpose: Purpose, state: LinkReply['state'] = 'good') {
  const looked: unknown[] = []
  server.use(
    http.post(`${API}/auth/links/look`, async ({ request }) => {
      looked.push(await request.json())
      const link: LinkReply = { purpose, state, email: 'new@example.com', expires_at: '2030-01-02T00:00:00Z' }
      return HttpResponse.json(link)
    }),
  )
  return looked
}

/** Plays the deed of a link; keeps what was sent. */
function playDeed(path: string, answer: () => Response) {
  const bodies: unknown[] = []
  server.use(
    http.post(`${API}/auth/${path}`, async ({ request }) => {
      bodies.push(await request.json())
      return answer()
    }),
  )
  return bodies
}

const confirmed = (user?: typeof me) => () =>
  HttpResponse.json({ email: 'new@example.com', ...(user && { user }) })

const heading = (name: string) => screen.findByRole('heading', { level: 1, name }, SLOW)

it.each(Object.entries(PAGES))(
  'takes the token of %s out of the address, and does nothing by itself',
  async (purpose, page) => {
    const looked = play(purpose as Purpose)
    const { router } = renderApp(`${page}#token-1`)
    await waitFor(() => expect(looked).toEqual([{ token: 'token-1' }]), SLOW)
    expect(router.state.location.href).toBe(page)
    expect(router.history.length).toBe(1)
    // A deed that nobody plays would fail this test.
    expect(await screen.findByRole('button', { name: /confirm|change|keep/i }, SLOW)).toBeEnabled()
  },
)

it('still knows the token after a reload', async () => {
  const looked = play('verify_address')
  renderApp('/verify#token-1').unmount()
  renderApp('/verify')
  await heading('Confirm your address')
  await waitFor(() => expect(looked).toContainEqual({ token: 'token-1' }))
})

it.each(Object.values(PAGES))('says on %s that a link without its token doesn’t work', async (page) => {
  renderApp(page)
  await heading('This link doesn’t work')
  expect(screen.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', '/login')
})

it('says so of a link that nobody knows, and of one for another page', async () => {
  server.use(http.post(`${API}/auth/links/look`, () => problem(404, 'link_unknown')))
  const { unmount } = renderApp('/verify#token-1')
  await heading('This link doesn’t work')
  unmount()
  play('reset_password')
  renderApp('/verify#token-2')
  await heading('This link doesn’t work')
})

it('offers to look again when the server is away', async () => {
  server.use(http.post(`${API}/auth/links/look`, () => problem(503, 'not_ready')))
  const { user } = renderApp('/verify#token-1')
  expect(await screen.findByRole('alert', undefined, SLOW)).toHaveTextContent(/trouble on our side/)
  play('verify_address')
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('button', { name: 'Confirm my address' })).toBeVisible()
})

it('confirms an address with one press and goes in, to where the sign-up was going', async () => {
  play('verify_address')
  deposit({ next: '/billing', prompt: undefined })
  const bodies = playDeed('verify-email', confirmed(me))
  const { user, router } = renderApp('/verify#token-1')
  server.use(http.get(`${API}/me`, () => HttpResponse.json({ user: me })))
  await user.click(await screen.findByRole('button', { name: 'Confirm my address' }, SLOW))
  await waitFor(() => expect(router.state.location.pathname).toBe('/billing'), SLOW)
  expect(bodies).toEqual([{ token: 'token-1' }])
})

it('tells another browser to go on where the sign-up began', async () => {
  play('verify_address')
  playDeed('verify-email', confirmed())
  const { user, router } = renderApp('/verify#token-1')
  await user.click(await screen.findByRole('button', { name: 'Confirm my address' }, SLOW))
  // The button that was pressed is gone: who reads by ear begins at the top.
  expect(await heading('Your address is confirmed')).toHaveFocus()
  expect(screen.getByText('Go on in the window where you signed up, or sign in here.')).toBeVisible()
  await user.click(screen.getByRole('link', { name: 'Sign in' }))
  expect(await screen.findByLabelText('E-mail')).toHaveValue('new@example.com')
  expect(router.state.location.href).toBe('/login')
})

it('says that an address got an account meanwhile', async () => {
  play('verify_address')
  playDeed('verify-email', () => problem(409, 'email_taken'))
  const { user } = renderApp('/verify#token-1')
  await user.click(await screen.findByRole('button', { name: 'Confirm my address' }, SLOW))
  expect(await screen.findByRole('alert')).toHaveTextContent(/already an account/)
  expect(screen.getByRole('link', { name: 'Sign in' })).toBeVisible()
})

it('sends a new link from an old one in the browser that signed up', async () => {
  play('verify_address', 'expired')
  server.use(
    http.post(`${API}/auth/verify-email/resend`, () => HttpResponse.json({ inbox }, { status: 202 })),
    http.get(`${API}/auth/registration`, () => HttpResponse.json({ inbox })),
  )
  const { user } = renderApp('/verify#token-1')
  await heading('This link is too old')
  await user.click(screen.getByRole('button', { name: 'Send a new one' }))
  await heading('Check your inbox')
})

it('begins the sign-up again in another browser, with the address', async () => {
  play('verify_address', 'expired')
  server.use(http.post(`${API}/auth/verify-email/resend`, () => problem(404, 'not_found')))
  const { user } = renderApp('/verify#token-1')
  await user.click(await screen.findByRole('button', { name: 'Send a new one' }, SLOW))
  await heading('Create an account')
  expect(screen.getByLabelText('E-mail')).toHaveValue('new@example.com')
})

const used: [Purpose, RegExp, string][] = [
  ['verify_address', /is confirmed\. Sign in to go on/, 'Sign in'],
  ['reset_password', /was changed with it/, 'Sign in'],
  ['confirm_address', /There is nothing left to do/, 'Go on'],
  ['undo_address', /was given back to your account/, 'Sign in'],
  ['keep_account', /Your account was kept/, 'Sign in'],
]

it.each(used)('says what a link for %s was used for, and where to go on', async (purpose, words, link) => {
  play(purpose, 'used')
  renderApp(`${PAGES[purpose]}#token-1`)
  await heading('This link was used already')
  expect(screen.getByText((_, node) => node?.tagName === 'P' && words.test(node.textContent))).toBeVisible()
  expect(screen.getByRole('link', { name: link })).toBeVisible()
})

it('sends whose address change ran out to the settings', async () => {
  play('confirm_address', 'expired')
  renderApp('/confirm-email#token-1')
  await heading('This link is too old')
  expect(screen.getByRole('link', { name: 'To the settings' })).toHaveAttribute('href', '/settings')
})

it.each<[Purpose, string]>([
  ['undo_address', 'This link is too old'],
  ['keep_account', 'The seven days are over'],
])('names the support when it is too late for %s', async (purpose, title) => {
  decide({ support: 'help@example.com' })
  play(purpose, 'expired')
  renderApp(`${PAGES[purpose]}#token-1`)
  await heading(title)
  expect(screen.getByRole('link', { name: 'help@example.com' })).toHaveAttribute(
    'href',
    'mailto:help@example.com',
  )
})

it('confirms a new address', async () => {
  play('confirm_address')
  const bodies = playDeed('email/confirm', confirmed())
  const { user } = renderApp('/confirm-email#token-1')
  await user.click(await screen.findByRole('button', { name: 'Confirm my new address' }, SLOW))
  await heading('Your new address is confirmed')
  expect(bodies).toEqual([{ token: 'token-1' }])
  expect(screen.getByRole('link', { name: 'Go on' })).toHaveAttribute('href', '/c')
})

it('says that a new address has an account of its own by now', async () => {
  play('confirm_address')
  playDeed('email/confirm', () => problem(409, 'email_taken'))
  const { user } = renderApp('/confirm-email#token-1')
  await user.click(await screen.findByRole('button', { name: 'Confirm my new address' }, SLOW))
  expect(await screen.findByRole('alert')).toHaveTextContent(/nothing has changed/)
})

it('takes an address back and then wants another password', async () => {
  play('undo_address')
  playDeed('email/undo', confirmed())
  const { user } = renderApp('/undo-email#token-1')
  await user.click(await screen.findByRole('button', { name: 'Undo the change' }, SLOW))
  await heading('You have your address back')
  await user.click(screen.getByRole('link', { name: 'Choose another password' }))
  await heading('Forgot your password?')
  expect(screen.getByLabelText('E-mail')).toHaveValue('new@example.com')
})

it('keeps an account', async () => {
  play('keep_account')
  playDeed('account/keep', confirmed())
  const { user } = renderApp('/keep-account#token-1')
  await user.click(await screen.findByRole('button', { name: 'Keep my account' }, SLOW))
  await heading('Your account stays')
})

it('says so when a link goes bad between the look and the press', async () => {
  play('keep_account')
  playDeed('account/keep', () => problem(410, 'link_used'))
  const { user } = renderApp('/keep-account#token-1')
  const button = await screen.findByRole('button', { name: 'Keep my account' }, SLOW)
  play('keep_account', 'used')
  await user.click(button)
  await heading('This link was used already')
})
