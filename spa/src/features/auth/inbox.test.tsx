import { act, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { afterEach, expect, it, vi } from 'vitest'
import { inbox, startOutside } from '~/test/door'
import { renderApp } from '~/test/renderApp'
import { me } from '~/test/samples'
import { API, problem, server } from '~/test/server'

startOutside()
afterEach(() => vi.restoreAllMocks())

const SLOW = { timeout: 15_000 }

/** Plays a sign-up that waits; what `tell` returns answers the question that waits. */
function play(first: () => Response = () => HttpResponse.json({ inbox }, { headers: { etag: '"1"' } })) {
  const waiting: ((answer: Response) => void)[] = []
  const asked: (string | null)[] = []
  server.use(
    http.get(`${API}/auth/registration`, ({ request }) => {
      if (!new URL(request.url).searchParams.has('wait')) return first()
      asked.push(request.headers.get('if-none-match'))
      return new Promise<Response>((answer) => waiting.push(answer))
    }),
  )
  const tell = async (answer: Response) => {
    await waitFor(() => expect(waiting).not.toHaveLength(0), SLOW)
    act(() => waiting.shift()?.(answer))
  }
  return { waiting, asked, tell }
}

async function open() {
  const app = renderApp('/inbox')
  await screen.findByRole('heading', { level: 1 }, SLOW)
  return app
}

const signIn = () => server.use(http.get(`${API}/me`, () => HttpResponse.json({ user: me })))

it('names address, sender and subject after a reload too, and the spam folder', async () => {
  play()
  await open()
  expect(await screen.findByText('new@example.com')).toBeVisible()
  expect(screen.getByText('nproxy <hello@nproxy.example>')).toBeVisible()
  expect(screen.getByText('Confirm your address for nproxy')).toBeVisible()
  expect(screen.getByText(/look into the spam folder/)).toBeVisible()
})

it('goes on by itself when the link is opened on another device', async () => {
  const { asked, tell } = play()
  const { router } = await open()
  signIn()
  await tell(HttpResponse.json({ user: me }, { headers: { etag: '"2"' } }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/c'), SLOW)
  expect(asked).toEqual(['"1"'])
})

it('rests while nobody looks and asks at once when somebody does', async () => {
  const { asked, waiting } = play()
  await open()
  await waitFor(() => expect(waiting).toHaveLength(1), SLOW)
  const look = vi.spyOn(document, 'visibilityState', 'get')
  look.mockReturnValue('hidden')
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
  await act(() => new Promise((resolve) => setTimeout(resolve, 400)))
  expect(asked).toHaveLength(1)
  look.mockReturnValue('visible')
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
  await waitFor(() => expect(asked).toEqual(['"1"', '"1"']), SLOW)
})

it('says when the connection is lost, and goes on when it is back', async () => {
  const { tell } = play()
  const { router } = await open()
  await tell(HttpResponse.error())
  expect(await screen.findByText(/The connection is lost/)).toBeVisible()
  signIn()
  await tell(HttpResponse.json({ user: me }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/c'), SLOW)
})

it('counts down to the next mail, and sends it', async () => {
  play(() => HttpResponse.json({ inbox: { ...inbox, resend_in_s: 2 } }))
  server.use(
    http.post(`${API}/auth/verify-email/resend`, () => HttpResponse.json({ inbox }, { status: 202 })),
  )
  const { user } = await open()
  expect(await screen.findByRole('button', { name: /^Send again in [12] s$/ })).toBeDisabled()
  const again = await screen.findByRole('button', { name: 'Send again' }, { timeout: 4_000 })
  await user.click(again)
  expect(await screen.findByText('Sent again.')).toBeVisible()
  expect(screen.getByRole('button', { name: /^Send again in (1 min 00|59|60) s$/ })).toBeDisabled()
})

it('says the seconds that are left when mails were asked for too often', async () => {
  play(() => HttpResponse.json({ inbox: { ...inbox, resend_in_s: 0 } }))
  server.use(http.post(`${API}/auth/verify-email/resend`, () => problem(429, 'too_many_attempts', 42)))
  const { user } = await open()
  await user.click(await screen.findByRole('button', { name: 'Send again' }))
  expect(await screen.findByRole('alert')).toHaveTextContent(/You can try again in 4[12] s/)
})

it('lets the address be changed', async () => {
  play()
  const bodies: unknown[] = []
  server.use(
    http.post(`${API}/auth/verify-email/address`, async ({ request }) => {
      bodies.push(await request.json())
      if (bodies.length === 1) return problem(422, 'email_invalid')
      return HttpResponse.json({ inbox: { ...inbox, email: 'right@example.com' } }, { status: 202 })
    }),
  )
  const { user } = await open()
  await user.click(await screen.findByRole('button', { name: 'Change' }))
  const field = screen.getByLabelText('E-mail')
  expect(field).toHaveValue('new@example.com')
  expect(field).toHaveFocus()
  await user.clear(field)
  await user.type(field, 'right@example')
  await user.click(screen.getByRole('button', { name: 'Send the mail there' }))
  expect(await screen.findByText('This doesn’t look like an e-mail address.')).toBeVisible()
  await user.type(field, '.com')
  await user.click(screen.getByRole('button', { name: 'Send the mail there' }))
  expect(await screen.findByText('right@example.com')).toBeVisible()
  expect(bodies).toEqual([{ email: 'right@example' }, { email: 'right@example.com' }])
  expect(screen.getByRole('button', { name: 'Change' })).toHaveFocus()
})

it('leads back to the beginning where no sign-up waits', async () => {
  play(() => problem(404, 'not_found'))
  await open()
  expect(
    await screen.findByRole('heading', { name: 'This sign-up is no longer waiting' }, SLOW),
  ).toBeVisible()
  expect(screen.getByRole('link', { name: 'Create an account' })).toHaveAttribute('href', '/register')
})

it('goes in where another tab of this browser took the sign-up along', async () => {
  const { tell } = play()
  const { router } = await open()
  signIn()
  await tell(problem(404, 'not_found'))
  await waitFor(() => expect(router.state.location.pathname).toBe('/c'), SLOW)
})

it('offers to ask again when the server is away', async () => {
  let away = true
  play(() => (away ? problem(503, 'not_ready') : HttpResponse.json({ inbox })))
  const { user } = await open()
  expect(await screen.findByRole('alert')).toHaveTextContent(/We have trouble on our side/)
  away = false
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('new@example.com')).toBeVisible()
})
