import { act, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sessionGate } from '~/api/sessionGate'
import { leaveFor } from '~/lib/leave'
import { renderApp } from '~/test/renderApp'
import { conversation, me, turn } from '~/test/samples'
import { API, problem, server } from '~/test/server'

vi.mock('~/lib/leave', () => ({ leaveFor: vi.fn() }))

const SLOW = { timeout: 15_000 }

beforeEach(() => vi.mocked(leaveFor).mockClear())
afterEach(() => {
  sessionGate.reopen()
  sessionGate.disarm()
})

/** A customer whose session ends when they press Generate; `again` begins another one. */
async function loseSession() {
  let ended = true
  const submitted: unknown[] = []
  server.use(
    http.post(`${API}/turns`, async ({ request }) => {
      if (ended) return problem(401, 'not_signed_in')
      submitted.push(await request.json())
      return HttpResponse.json({ turn: turn() }, { status: 202 })
    }),
    http.get(`${API}/conversations/:id/turns`, () => HttpResponse.json({ items: [turn()] })),
    http.get(`${API}/generations`, () => new Promise<Response>(() => undefined)),
  )
  const app = renderApp('/c')
  const prompt = await screen.findByRole('textbox', { name: 'Prompt' }, SLOW)
  await app.user.type(prompt, 'A red boat')
  await app.user.click(await screen.findByRole('button', { name: 'Generate' }))
  await screen.findByRole('dialog', { name: 'Your session has ended' }, SLOW)
  server.use(http.get(`${API}/me`, () => problem(401, 'not_signed_in')))
  const again = (user = me) => {
    ended = false
    server.use(
      http.get(`${API}/me`, () => HttpResponse.json({ user })),
      http.post(`${API}/auth/login`, () => HttpResponse.json({ user })),
    )
  }
  return { ...app, prompt, submitted, again }
}

async function signIn(user: Awaited<ReturnType<typeof loseSession>>['user']) {
  await user.type(screen.getByLabelText('Password'), 'a password')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
}

it('keeps page and draft under the dialog, knows the address, and then does what was asked', async () => {
  const { user, router, prompt, submitted, again } = await loseSession()
  expect(router.state.location.pathname).toBe('/c')
  expect(prompt).toHaveValue('A red boat')
  expect(screen.getByLabelText('E-mail')).toHaveValue(me.email)
  again()
  await signIn(user)
  await waitFor(() => expect(submitted).toMatchObject([{ prompt: 'A red boat' }]), SLOW)
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
})

it('leaves what is typed in a dialog beneath to go on with, also where Escape is pressed meanwhile', async () => {
  const renamed: unknown[] = []
  let ended = true
  server.use(
    http.get(`${API}/conversations`, () => HttpResponse.json({ items: [conversation] })),
    http.patch(`${API}/conversations/:id`, async ({ request }) => {
      if (ended) return problem(401, 'not_signed_in')
      renamed.push(await request.json())
      return HttpResponse.json({ conversation })
    }),
  )
  const { user } = renderApp('/c')
  await user.click(await screen.findByRole('button', { name: /^Actions for/ }, SLOW))
  await user.click(await screen.findByRole('menuitem', { name: 'Rename' }, SLOW))
  const title = await screen.findByRole('textbox', { name: 'Title' }, SLOW)
  await user.clear(title)
  await user.type(title, 'A blue boat')
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await screen.findByRole('dialog', { name: 'Your session has ended' }, SLOW)
  await user.type(screen.getByLabelText('Password'), '{Escape}')
  expect(title).toBeInTheDocument()
  expect(title).toHaveValue('A blue boat')
  server.use(http.post(`${API}/auth/login`, () => HttpResponse.json({ user: me })))
  ended = false
  await signIn(user)
  await waitFor(() => expect(renamed).toEqual([{ title: 'A blue boat' }]), SLOW)
  // It did what it was for; from here on Escape is a dialog's own again.
  await waitFor(() => expect(title).not.toBeInTheDocument())
  await user.click(screen.getByRole('button', { name: /^Actions for/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Rename' }))
  await user.type(await screen.findByRole('textbox', { name: 'Title' }), '{Escape}')
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Title' })).not.toBeInTheDocument())
})

it('says in the dialog why nobody is let in, and stays', async () => {
  const { user } = await loseSession()
  server.use(http.post(`${API}/auth/login`, () => problem(401, 'wrong_credentials')))
  await signIn(user)
  expect(await screen.findByRole('alert')).toHaveTextContent(/The e-mail or the password is wrong/)
  expect(screen.getByRole('dialog')).toBeVisible()
})

it('goes on by itself when the customer has signed in in another tab', async () => {
  const { submitted, again } = await loseSession()
  expect(screen.getByRole('link', { name: 'Forgot your password?' })).toHaveAttribute('target', '_blank')
  act(() => void window.dispatchEvent(new Event('focus')))
  again()
  act(() => void window.dispatchEvent(new Event('focus')))
  await waitFor(() => expect(submitted).toHaveLength(1), SLOW)
})

it('shows another customer nothing of the first one’s page', async () => {
  const { user, submitted, again } = await loseSession()
  again({ ...me, id: 'user-2' })
  await signIn(user)
  await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('/c'))
  expect(submitted).toEqual([])
})

/** A page to sign out from. */
function playBilling(signOut: () => Response) {
  server.use(
    http.get(`${API}/payments`, () => HttpResponse.json({ items: [] })),
    http.post(`${API}/auth/logout`, signOut),
  )
}

it('clears the device on signing out', async () => {
  localStorage.setItem('nproxy.draft.user-1.new', '{"prompt":"Mine"}')
  playBilling(() => new HttpResponse(null, { status: 204 }))
  const { user } = renderApp('/billing')
  await user.click(await screen.findByRole('button', { name: /^Account:/ }, SLOW))
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }, SLOW))
  await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('/login'))
  expect(localStorage.getItem('nproxy.draft.user-1.new')).toBeNull()
  expect(localStorage.getItem('nproxy.language')).toBe('en')
})

it('says so when signing out didn’t reach the server, and clears nothing', async () => {
  localStorage.setItem('nproxy.draft.user-1.new', '{"prompt":"Mine"}')
  playBilling(() => HttpResponse.error())
  const { user } = renderApp('/billing')
  await user.click(await screen.findByRole('button', { name: /^Account:/ }, SLOW))
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }, SLOW))
  expect(await screen.findByText(/The server can’t be reached/, undefined, SLOW)).toBeVisible()
  expect(leaveFor).not.toHaveBeenCalled()
  expect(localStorage.getItem('nproxy.draft.user-1.new')).not.toBeNull()
})
