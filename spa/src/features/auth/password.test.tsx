import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { afterEach, expect, it, vi } from 'vitest'
import type { LinkReply } from '~/api/types'
import { decide, inbox, startOutside } from '~/test/door'
import { renderApp } from '~/test/renderApp'
import { me, subscription } from '~/test/samples'
import { API, problem, server } from '~/test/server'

startOutside()

const SLOW = { timeout: 15_000 }
const heading = (name: string) => screen.findByRole('heading', { level: 1, name }, SLOW)

function insecure(): never {
  throw new DOMException('The operation is insecure.', 'SecurityError')
}

afterEach(() => vi.restoreAllMocks())

function refuse(status: number, code: string, seconds?: number) {
  server.use(http.post(`${API}/auth/login`, () => problem(status, code, seconds)))
}

async function tryToSignIn() {
  const app = renderApp('/login')
  await app.user.type(await screen.findByLabelText('E-mail', undefined, SLOW), 'customer@example.com')
  await app.user.type(screen.getByLabelText('Password'), 'not the password')
  await app.user.click(screen.getByRole('button', { name: 'Sign in' }))
  return app
}

function look(state: LinkReply['state']) {
  const link: LinkReply = {
    purpose: 'reset_password',
    state,
    email: 'customer@example.com',
    expires_at: '2030-01-02T00:00:00Z',
  }
  server.use(http.post(`${API}/auth/links/look`, () => HttpResponse.json(link)))
}

it.each<[number, string, RegExp]>([
  [401, 'wrong_credentials', /The e-mail or the password is wrong/],
  [403, 'account_closing', /This account will be deleted\. The link in our mail keeps it/],
  [403, 'account_suspended', /This account is suspended/],
])('says why nobody is let in: %i %s', async (status, code, words) => {
  refuse(status, code)
  await tryToSignIn()
  expect(await screen.findByRole('alert')).toHaveTextContent(words)
})

it('leaves no sign-in page behind: Back goes to where the customer came from', async () => {
  const { user, router } = renderApp('/forgot')
  await heading('Forgot your password?')
  await router.navigate({ to: '/login', search: { next: '/billing' } })
  server.use(
    http.post(`${API}/auth/login`, () => HttpResponse.json({ user: me })),
    http.get(`${API}/subscription`, () => HttpResponse.json(subscription())),
    http.get(`${API}/payments`, () => HttpResponse.json({ items: [] })),
  )
  await user.type(await screen.findByLabelText('E-mail', undefined, SLOW), me.email)
  await user.type(screen.getByLabelText('Password'), 'a password')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  await heading('Billing')
  router.history.back()
  await heading('Forgot your password?')
})

it('lets in also where the browser keeps nothing', async () => {
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(insecure)
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(insecure)
  vi.spyOn(Storage.prototype, 'removeItem').mockImplementation(insecure)
  const { user, router } = renderApp('/login')
  server.use(http.post(`${API}/auth/login`, () => HttpResponse.json({ user: me })))
  await user.type(await screen.findByLabelText('E-mail', undefined, SLOW), me.email)
  await user.type(screen.getByLabelText('Password'), 'a password')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/c'), SLOW)
})

it('counts the seconds down to the next try, and reads them out once', async () => {
  refuse(429, 'too_many_attempts', 2)
  await tryToSignIn()
  const note = await screen.findByRole('alert')
  expect(note.querySelector('.visually-hidden')).toHaveTextContent(
    'Too many attempts. You can try again in 2 s.',
  )
  await waitFor(
    () => expect(screen.getByText(/try again in 1 s/)).toHaveAttribute('aria-hidden', 'true'),
    SLOW,
  )
  expect(note.querySelector('.visually-hidden')).toHaveTextContent(/in 2 s/)
  expect(await screen.findByText('You can try again now.', undefined, SLOW)).toBeVisible()
})

it('asks for what is missing, at the first field', async () => {
  const { user } = renderApp('/login')
  await user.click(await screen.findByRole('button', { name: 'Sign in' }, SLOW))
  expect(screen.getByText('Enter your e-mail address.')).toBeVisible()
  expect(screen.getByText('Enter your password.')).toBeVisible()
  expect(screen.getByLabelText('E-mail')).toHaveFocus()
})

it('offers no registering where sign-up is closed', async () => {
  decide({ signup: 'closed' })
  renderApp('/login')
  await heading('Sign in')
  expect(screen.queryByRole('link', { name: 'Register' })).not.toBeInTheDocument()
})

it('brings the typed address along to whoever forgot the password, but not in the address bar', async () => {
  const bodies: unknown[] = []
  server.use(
    http.post(`${API}/auth/password/forgot`, async ({ request }) => {
      bodies.push(await request.json())
      return HttpResponse.json(
        { inbox: { ...inbox, email: 'customer@example.com', resend_in_s: 0 } },
        { status: 202 },
      )
    }),
  )
  const { user, router } = renderApp('/login')
  await user.type(await screen.findByLabelText('E-mail', undefined, SLOW), 'customer@example.com')
  await user.click(screen.getByRole('link', { name: 'Forgot your password?' }))
  await heading('Forgot your password?')
  expect(router.state.location.href).toBe('/forgot')
  expect(screen.getByLabelText('E-mail')).toHaveValue('customer@example.com')
  await user.click(screen.getByRole('button', { name: 'Send me a link' }))
  await heading('Check your inbox')
  expect(screen.getByText('customer@example.com')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Send again' }))
  expect(await screen.findByText('Sent again.')).toBeVisible()
  const asked = { email: 'customer@example.com', language: 'en' }
  expect(bodies).toEqual([asked, asked])
  await user.click(screen.getByRole('button', { name: 'Change' }))
  expect(screen.getByLabelText('E-mail')).toHaveValue('customer@example.com')
})

it('says the seconds when links were asked for too often', async () => {
  server.use(http.post(`${API}/auth/password/forgot`, () => problem(429, 'too_many_attempts', 90)))
  const { user } = renderApp('/forgot')
  await user.type(await screen.findByLabelText('E-mail', undefined, SLOW), 'customer@example.com')
  await user.click(screen.getByRole('button', { name: 'Send me a link' }))
  expect(await screen.findByRole('alert')).toHaveTextContent(/try again in 1 min (30|29) s/)
})

it('changes the password and goes to sign in with it', async () => {
  look('good')
  const bodies: unknown[] = []
  server.use(
    http.post(`${API}/auth/password/reset`, async ({ request }) => {
      bodies.push(await request.json())
      if (bodies.length === 1) return problem(422, 'password_common')
      return HttpResponse.json({ email: 'customer@example.com' })
    }),
  )
  const { user, router } = renderApp('/reset#token-1')
  await heading('Choose another password')
  const password = await screen.findByLabelText('New password')
  await user.type(password, 'password123')
  await user.click(screen.getByRole('button', { name: 'Change the password' }))
  expect(await screen.findByText(/Too many people use this password/)).toBeVisible()
  expect(password).toHaveFocus()
  await user.clear(password)
  await user.type(password, 'four unrelated quiet words')
  await user.click(screen.getByRole('button', { name: 'Change the password' }))
  await heading('Sign in')
  expect(screen.getByText('Your password is changed. Sign in with it.')).toBeVisible()
  expect(screen.getByLabelText('E-mail')).toHaveValue('customer@example.com')
  expect(router.state.location.href).toBe('/login')
  expect(bodies[1]).toEqual({ token: 'token-1', password: 'four unrelated quiet words' })
})

it('sends a new link from an old one without asking for the address', async () => {
  look('expired')
  const { user } = renderApp('/reset#token-1')
  await heading('This link is too old')
  await user.click(screen.getByRole('link', { name: 'Send a new one' }))
  await heading('Forgot your password?')
  expect(screen.getByLabelText('E-mail')).toHaveValue('customer@example.com')
})
