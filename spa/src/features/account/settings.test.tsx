import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it, vi } from 'vitest'
import type { SessionInfo } from '~/api/types'
import { downloadFrom } from '~/lib/download'
import { leaveFor } from '~/lib/leave'
import { inbox } from '~/test/door'
import { renderApp } from '~/test/renderApp'
import { me, subscription } from '~/test/samples'
import { API, problem, server } from '~/test/server'

vi.mock('~/lib/leave', () => ({ leaveFor: vi.fn() }))
vi.mock('~/lib/download', () => ({ downloadFrom: vi.fn() }))

const SLOW = { timeout: 15_000 }
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'

function session(change: Partial<SessionInfo>): SessionInfo {
  return {
    id: 'session-1',
    current: false,
    created_at: '2020-01-01T00:00:00Z',
    last_seen_at: new Date(Date.now() - 3 * 3_600_000).toISOString(),
    user_agent: IPHONE,
    address: '192.0.2.7',
    ...change,
  }
}

beforeEach(() => {
  vi.mocked(leaveFor).mockClear()
  vi.mocked(downloadFrom).mockClear()
  server.use(
    http.get(`${API}/me/sessions`, () =>
      HttpResponse.json({
        sessions: [
          session({
            id: 'session-0',
            current: true,
            user_agent: FIREFOX,
            last_seen_at: new Date().toISOString(),
          }),
          session({}),
        ],
      }),
    ),
  )
})

async function open(name: string) {
  const app = renderApp('/settings')
  const card = within(await screen.findByRole('region', { name }, SLOW))
  return { ...app, card }
}

/** Plays a deed; keeps what was sent, and refuses it at first where a refusal is given. */
function play(method: 'post' | 'delete', path: string, answer: () => Response, refusal?: () => Response) {
  const bodies: unknown[] = []
  server.use(
    http[method](`${API}/${path}`, async ({ request }) => {
      const text = await request.text()
      bodies.push(text === '' ? null : JSON.parse(text))
      return refusal !== undefined && bodies.length === 1 ? refusal() : answer()
    }),
  )
  return bodies
}

const done = () => new HttpResponse(null, { status: 204 })

it('is reached from the account menu', async () => {
  server.use(http.get(`${API}/payments`, () => HttpResponse.json({ items: [] })))
  const { user } = renderApp('/billing')
  await user.click(await screen.findByRole('button', { name: /^Account:/ }, SLOW))
  expect(await screen.findByRole('menuitem', { name: 'Settings' }, SLOW)).toHaveAttribute('href', '/settings')
})

it('changes the address by a link to the new one, for whoever knows the password', async () => {
  const bodies = play(
    'post',
    'me/email',
    () => HttpResponse.json({ inbox }, { status: 202 }),
    () => problem(403, 'wrong_password'),
  )
  const { user, card } = await open('Account')
  expect(card.getByText(me.email)).toBeVisible()
  await user.click(card.getByRole('button', { name: 'Change the address' }))
  expect(card.getByLabelText('New address')).toHaveFocus()
  await user.type(card.getByLabelText('New address'), 'new@example.com')
  await user.type(card.getByLabelText('Your password'), 'my password')
  await user.click(card.getByRole('button', { name: 'Send the link' }))
  expect(await card.findByText('The password is wrong.')).toBeVisible()
  expect(card.getByLabelText('Your password')).toHaveFocus()
  await user.click(card.getByRole('button', { name: 'Send the link' }))
  expect(await card.findByRole('status')).toHaveTextContent(/Until it is opened, nothing changes/)
  expect(card.getByText('new@example.com')).toBeVisible()
  expect(card.getByText(/can be undone for seven days/)).toBeVisible()
  expect(bodies[1]).toEqual({ email: 'new@example.com', password: 'my password' })
})

it('says when the new address is the old one', async () => {
  play('post', 'me/email', () => problem(422, 'email_unchanged'))
  const { user, card } = await open('Account')
  await user.click(card.getByRole('button', { name: 'Change the address' }))
  await user.type(card.getByLabelText('New address'), me.email)
  await user.type(card.getByLabelText('Your password'), 'my password')
  await user.click(card.getByRole('button', { name: 'Send the link' }))
  expect(await card.findByText('This is your address already.')).toBeVisible()
})

it('keeps the language with the account', async () => {
  const bodies: unknown[] = []
  server.use(
    http.patch(`${API}/me`, async ({ request }) => {
      bodies.push(await request.json())
      return HttpResponse.json({ user: { ...me, language: 'ru' } })
    }),
  )
  const { user, card } = await open('Account')
  await user.selectOptions(card.getByLabelText('Language'), 'Русский')
  await waitFor(() => expect(document.documentElement).toHaveAttribute('lang', 'ru'), SLOW)
  expect(bodies).toEqual([{ language: 'ru' }])
})

it('changes the password and says that others are signed out', async () => {
  const bodies = play('post', 'me/password', done, () => problem(422, 'password_common'))
  const { user, card } = await open('Password')
  await user.click(card.getByRole('button', { name: 'Change the password' }))
  await waitFor(() => expect(card.getByLabelText('Current password')).toHaveFocus())
  await user.type(card.getByLabelText('Current password'), 'my password')
  await user.type(card.getByLabelText('New password'), 'password123')
  await user.click(card.getByRole('button', { name: 'Change it' }))
  expect(await card.findByText(/Too many people use this password/)).toBeVisible()
  await user.clear(card.getByLabelText('New password'))
  await user.type(card.getByLabelText('New password'), 'four quiet words')
  await user.click(card.getByRole('button', { name: 'Change it' }))
  expect(await card.findByRole('status')).toHaveTextContent(/all other browsers are signed out/)
  expect(card.getByRole('button', { name: 'Change the password' })).toHaveFocus()
  expect(bodies[1]).toEqual({ current_password: 'my password', new_password: 'four quiet words' })
})

it('counts the seconds down where the password was guessed at too often', async () => {
  play('post', 'me/password', () => problem(429, 'too_many_attempts', 30))
  const { user, card } = await open('Password')
  await user.click(card.getByRole('button', { name: 'Change the password' }))
  await user.type(card.getByLabelText('Current password'), 'a guess')
  await user.type(card.getByLabelText('New password'), 'four quiet words')
  await user.click(card.getByRole('button', { name: 'Change it' }))
  expect(await card.findByRole('alert')).toHaveTextContent(/try again in (30|29) s/)
})

it('lists the browsers in words, this one marked, and signs one out', async () => {
  const { user, card } = await open('Where you are signed in')
  const here = within((await card.findByText('Firefox on Windows')).closest('li') as HTMLElement)
  expect(here.getByText('This browser')).toBeVisible()
  expect(here.getByText('last seen just now')).toBeVisible()
  expect(here.queryByRole('button')).not.toBeInTheDocument()
  const there = within(card.getByText('Safari on iPhone').closest('li') as HTMLElement)
  expect(there.getByText(/192\.0\.2\.7/)).toBeVisible()
  expect(there.getByText('last seen 3 hours ago')).toHaveAttribute('title', expect.stringMatching(/\d{4}/))
  const asked: string[] = []
  server.use(
    http.delete(`${API}/me/sessions/:id`, ({ params }) => {
      asked.push(String(params.id))
      return asked.length === 1 ? problem(503, 'not_ready') : problem(404, 'not_found')
    }),
  )
  await user.click(there.getByRole('button', { name: 'Sign out: Safari on iPhone, 3 hours ago' }))
  expect(await there.findByRole('alert')).toHaveTextContent(/trouble on our side/)
  await user.click(there.getByRole('button', { name: /^Sign out/ }))
  await waitFor(() => expect(card.queryByText('Safari on iPhone')).not.toBeInTheDocument())
  expect(asked).toEqual(['session-1', 'session-1'])
  expect(screen.getByText('Signed out: Safari on iPhone')).toBeInTheDocument()
  expect(card.getByRole('heading')).toHaveFocus()
})

it('signs out all others, and offers it only while there are others', async () => {
  const bodies = play('delete', 'me/sessions', done)
  const { user, card } = await open('Where you are signed in')
  await user.click(await card.findByRole('button', { name: 'Sign out all others' }))
  await waitFor(() => expect(card.queryByText('Safari on iPhone')).not.toBeInTheDocument())
  expect(card.getByText('Firefox on Windows')).toBeVisible()
  expect(card.queryByRole('button')).not.toBeInTheDocument()
  expect(card.getByRole('heading')).toHaveFocus()
  expect(bodies).toHaveLength(1)
})

it('says when the list can’t be had, and asks again', async () => {
  let away = true
  server.use(
    http.get(`${API}/me/sessions`, () =>
      away ? problem(503, 'not_ready') : HttpResponse.json({ sessions: [session({ current: true })] }),
    ),
  )
  const { user, card } = await open('Where you are signed in')
  expect(await card.findByRole('alert')).toHaveTextContent(/trouble on our side/)
  away = false
  await user.click(card.getByRole('button', { name: 'Try again' }))
  expect(await card.findByText('Safari on iPhone')).toBeVisible()
})

it('hands out everything that is kept, and says what that is', async () => {
  play(
    'post',
    'me/export',
    () => HttpResponse.json({ url: '/api/v1/downloads/d-1' }, { status: 201 }),
    () => problem(503, 'busy'),
  )
  const { user, card } = await open('Your data')
  expect(
    card.getByText(/conversations, prompts and payments as JSON, and all of your pictures/),
  ).toBeVisible()
  await user.click(card.getByRole('button', { name: 'Download everything' }))
  expect(await card.findByRole('alert')).toHaveTextContent(/Very much is going on/)
  await user.click(card.getByRole('button', { name: 'Download everything' }))
  expect(await card.findByRole('status')).toHaveTextContent(/Your download has begun/)
  expect(downloadFrom).toHaveBeenCalledWith('/api/v1/downloads/d-1')
})

it('names what is lost with the account, asks the password, and clears the device', async () => {
  const queued = { plan: { id: 'standard', label: 'Standard' } } as never
  server.use(
    http.get(`${API}/subscription`, () => HttpResponse.json(subscription({ queued: [queued, queued] }))),
  )
  const bodies = play(
    'delete',
    'me',
    () => HttpResponse.json({ erased_at: '2030-12-20T09:00:00Z' }, { status: 202 }),
    () => problem(403, 'wrong_password'),
  )
  localStorage.setItem('nproxy.draft.user-1.new', '{"prompt":"Mine"}')
  const { user, card } = await open('Delete the account')
  await user.click(card.getByRole('button', { name: 'Delete my account' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Delete your account?' }, SLOW))
  expect(dialog.getByText(/all of your pictures/)).toBeVisible()
  expect(dialog.getByText('all conversations and prompts')).toBeVisible()
  expect(await dialog.findByText('the rest of your month, which is paid until 14 Dec 2030')).toBeVisible()
  expect(dialog.getByText('2 months paid in advance')).toBeVisible()
  expect(dialog.getByText(/For seven days the link in our mail to/)).toBeVisible()
  const erase = dialog.getByRole('button', { name: 'Delete my account' })
  await user.click(erase)
  expect(dialog.getByText('Enter your password.')).toBeVisible()
  await user.type(dialog.getByLabelText('Your password'), 'my password')
  await user.click(erase)
  expect(await dialog.findByText('The password is wrong.')).toBeVisible()
  expect(leaveFor).not.toHaveBeenCalled()
  await user.click(erase)
  await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('/closing?until=2030-12-20T09%3A00%3A00Z'))
  expect(bodies[1]).toEqual({ password: 'my password' })
  expect(localStorage.getItem('nproxy.draft.user-1.new')).toBeNull()
})

it('names no month where there is none', async () => {
  server.use(http.get(`${API}/subscription`, () => HttpResponse.json({ state: 'none', queued: [] })))
  const { user, card } = await open('Delete the account')
  await user.click(card.getByRole('button', { name: 'Delete my account' }))
  const dialog = within(await screen.findByRole('dialog', undefined, SLOW))
  expect(dialog.queryByText(/month/)).not.toBeInTheDocument()
  await user.click(dialog.getByRole('button', { name: 'Keep my account' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
})

it('says when a closed account goes, and how it is kept', async () => {
  const { unmount } = renderApp('/closing?until=2030-12-20T09%3A00%3A00Z')
  expect(await screen.findByRole('heading', { name: 'Your account is closed' }, SLOW)).toBeVisible()
  expect(screen.getByText(/everything in it is deleted on 20 Dec 2030/)).toBeVisible()
  expect(screen.getByText(/open the link in the mail/)).toBeVisible()
  unmount()
  renderApp('/closing?until=never')
  expect(await screen.findByText(/in seven days everything in it is deleted/, undefined, SLOW)).toBeVisible()
})
