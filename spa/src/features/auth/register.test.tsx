import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { DEFAULT_SETTINGS, NEW_CHAT, readDraft, writeDraft } from '~/features/composer/draft'
import { decide, inbox, startOutside } from '~/test/door'
import { renderApp } from '~/test/renderApp'
import { me } from '~/test/samples'
import { API, problem, server } from '~/test/server'

startOutside()

const SLOW = { timeout: 15_000 }

async function open(path = '/register') {
  const app = renderApp(path)
  await screen.findByRole('heading', { level: 1 }, SLOW)
  return app
}

type User = Awaited<ReturnType<typeof open>>['user']

/** Plays the sign-up; keeps what was sent. */
function play(answer: () => Response) {
  const bodies: unknown[] = []
  server.use(
    http.post(`${API}/auth/register`, async ({ request }) => {
      bodies.push(await request.json())
      return answer()
    }),
    http.get(`${API}/auth/registration`, () => HttpResponse.json({ inbox })),
  )
  return bodies
}

async function fill(user: User, password = 'four unrelated quiet words') {
  await user.type(screen.getByLabelText('E-mail'), ' new@example.com ')
  await user.type(screen.getByLabelText('Password'), password)
  await user.click(screen.getByRole('button', { name: 'Create account' }))
}

const sent = () => HttpResponse.json({ inbox }, { status: 202 })
const signedIn = () => HttpResponse.json({ user: me }, { status: 201 })

it('signs nobody in: it says where to look for the mail', async () => {
  const bodies = play(sent)
  const { user, router } = await open()
  await fill(user)
  expect(await screen.findByRole('heading', { name: 'Check your inbox' }, SLOW)).toBeVisible()
  expect(router.state.location.pathname).toBe('/inbox')
  expect(bodies).toEqual([
    { email: 'new@example.com', password: 'four unrelated quiet words', language: 'en' },
  ])
})

it('goes in at once where addresses need no proof', async () => {
  play(signedIn)
  const { user, router } = await open('/register?next=%2Fbilling')
  server.use(http.get(`${API}/me`, () => HttpResponse.json({ user: me })))
  await fill(user)
  await waitFor(() => expect(router.state.location.pathname).toBe('/billing'), SLOW)
})

it('says live whether the password is long enough, and sends none that is too short', async () => {
  const bodies = play(sent)
  const { user } = await open()
  const rule = screen.getByText(/10 characters or more; a few unrelated words/)
  await user.type(screen.getByLabelText('Password'), '123456789')
  expect(rule).toHaveAttribute('data-met', 'false')
  await user.click(screen.getByRole('button', { name: 'Create account' }))
  expect(screen.getByText('Use 10 characters or more.')).toBeVisible()
  expect(screen.getByLabelText('E-mail')).toHaveFocus()
  await user.type(screen.getByLabelText('Password'), '0')
  expect(rule).toHaveAttribute('data-met', 'true')
  expect(bodies).toEqual([])
})

it('lets the password be pasted and looked at', async () => {
  const { user } = await open()
  const password = screen.getByLabelText('Password')
  await user.click(password)
  await user.paste('pasted from a manager')
  expect(password).toHaveValue('pasted from a manager')
  expect(password).toHaveAttribute('type', 'password')
  await user.click(screen.getByRole('button', { name: 'Show the password' }))
  expect(password).toHaveAttribute('type', 'text')
})

it.each([
  ['password_common', 'Password', /Too many people use this password/],
  ['email_invalid', 'E-mail', /doesn’t look like an e-mail/],
])('puts %s to its field and goes there', async (code, label, words) => {
  play(() => problem(422, code))
  const { user } = await open()
  await fill(user)
  expect(await screen.findByText(words)).toBeVisible()
  expect(screen.getByLabelText(label)).toHaveFocus()
  expect(screen.getByLabelText(label)).toHaveAccessibleDescription(words)
  await user.type(screen.getByLabelText(label), 'x')
  expect(screen.queryByText(words)).not.toBeInTheDocument()
})

it('takes the code of an invitation from its link, and says when it is no good', async () => {
  decide({ signup: 'invite' })
  const bodies = play(() => problem(422, 'invite_invalid'))
  const { user } = await open('/register?invite=KITE-42')
  expect(screen.getByLabelText('Invitation code')).toHaveValue('KITE-42')
  await fill(user)
  expect(await screen.findByText('This invitation is wrong, used up or too old.')).toBeVisible()
  expect(bodies).toMatchObject([{ invite: 'KITE-42' }])
})

it('asks for the code where there is none', async () => {
  decide({ signup: 'invite' })
  const bodies = play(sent)
  const { user } = await open()
  await fill(user)
  expect(screen.getByText('Enter the code of your invitation.')).toBeVisible()
  expect(bodies).toEqual([])
})

it('asks nobody for an invitation where everyone may come', async () => {
  await open()
  expect(screen.queryByLabelText('Invitation code')).not.toBeInTheDocument()
})

it('says that no accounts are made where sign-up is closed', async () => {
  decide({ signup: 'closed' })
  await open()
  expect(screen.getByRole('heading', { name: 'No new accounts' })).toBeVisible()
  expect(screen.getByText(/New accounts can’t be made at the moment/)).toBeVisible()
  expect(screen.queryByLabelText('Password')).not.toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Sign in' })).toBeVisible()
})

it('names the terms that are accepted, beside the page, and sends their version', async () => {
  decide({ terms_version: '2030-01', privacy: true })
  const bodies = play(sent)
  const { user } = await open()
  for (const [name, href] of [
    ['terms', '/terms'],
    ['privacy notice', '/privacy'],
  ] as const) {
    const link = screen.getByRole('link', { name })
    expect(link).toHaveAttribute('href', href)
    expect(link).toHaveAttribute('target', '_blank')
  }
  await fill(user)
  await waitFor(() => expect(bodies).toMatchObject([{ terms_version: '2030-01' }]))
})

it('mentions no terms where there are none', async () => {
  await open()
  expect(screen.queryByText(/you accept/)).not.toBeInTheDocument()
})

it('brings an example of the front page into the composer', async () => {
  play(signedIn)
  const { user } = await open('/register?prompt=A%20kite%20over%20the%20sea')
  server.use(http.get(`${API}/me`, () => HttpResponse.json({ user: me })))
  await fill(user)
  expect(await screen.findByDisplayValue('A kite over the sea', undefined, SLOW)).toBeVisible()
})

it('keeps the example and the way for when the address is confirmed, tomorrow and in another tab', async () => {
  play(sent)
  const { user, unmount } = await open('/register?prompt=A%20kite&next=%2Fbilling%2Fplan')
  await fill(user)
  await screen.findByRole('heading', { name: 'Check your inbox' }, SLOW)
  unmount()
  server.use(http.post(`${API}/auth/login`, () => HttpResponse.json({ user: me })))
  const later = renderApp('/login')
  await later.user.type(await screen.findByLabelText('E-mail'), me.email)
  await later.user.type(screen.getByLabelText('Password'), 'a password')
  server.use(http.get(`${API}/me`, () => HttpResponse.json({ user: me })))
  await later.user.click(screen.getByRole('button', { name: 'Sign in' }))
  await waitFor(() => expect(later.router.state.location.pathname).toBe('/billing/plan'), SLOW)
  expect(readDraft(me.id, NEW_CHAT).prompt).toBe('A kite')
})

it('never puts an example over words of the customer', async () => {
  writeDraft(me.id, NEW_CHAT, {
    prompt: 'My own',
    inputs: [],
    settings: DEFAULT_SETTINGS,
    needsPicture: false,
    pending: null,
  })
  server.use(http.get(`${API}/me`, () => HttpResponse.json({ user: me })))
  const { router } = renderApp('/register?prompt=A%20kite')
  await waitFor(() => expect(router.state.location.pathname).toBe('/c'), SLOW)
  expect(readDraft(me.id, NEW_CHAT).prompt).toBe('My own')
})

it('lets those through who are signed in already, with what they brought', async () => {
  server.use(http.get(`${API}/me`, () => HttpResponse.json({ user: me })))
  const { router } = renderApp('/register?prompt=A%20kite')
  await waitFor(() => expect(router.state.location.pathname).toBe('/c'), SLOW)
  expect(await screen.findByDisplayValue('A kite', undefined, SLOW)).toBeVisible()
})

it.each(['https://evil.example', '//evil.example', '/\\evil.example'])(
  'goes nowhere else after signing up: %s',
  async (next) => {
    play(signedIn)
    const { user, router } = await open(`/register?next=${encodeURIComponent(next)}`)
    server.use(http.get(`${API}/me`, () => HttpResponse.json({ user: me })))
    await fill(user)
    await waitFor(() => expect(router.state.location.pathname).toBe('/c'), SLOW)
  },
)
