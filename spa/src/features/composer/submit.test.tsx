import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it, vi } from 'vitest'
import { renderApp } from '~/test/renderApp'
import { conversation, generation, me, turn } from '~/test/samples'
import { API, problem, server } from '~/test/server'

vi.mock('~/lib/rest', () => ({ rest: () => Promise.resolve() }))

const SLOW = { timeout: 5_000 }

/** Plays POST turns with these answers in turn and tells which keys came in. */
function playTurns(...answers: (() => Response)[]): string[] {
  const keys: string[] = []
  server.use(
    http.post(`${API}/turns`, ({ request }) => {
      keys.push(request.headers.get('idempotency-key') ?? '')
      return (answers[keys.length - 1] ?? accepted)()
    }),
    http.get(`${API}/conversations/:id`, () => HttpResponse.json({ conversation })),
    http.get(`${API}/generations`, () => HttpResponse.json({ generations: [generation()] })),
  )
  return keys
}

const accepted = () => HttpResponse.json({ turn: turn(), conversation }, { status: 202 })
const cut = () => HttpResponse.error()

async function write(words: string) {
  const app = renderApp('/c')
  const box = await screen.findByRole('textbox', { name: 'Prompt' }, SLOW)
  await app.user.type(box, words)
  return { ...app, box }
}

it('keeps its key over failures of the network, and the words until they are accepted', async () => {
  const keys = playTurns(cut, cut, accepted)
  const { user, box, router } = await write('A red boat')
  await user.keyboard('{Control>}{Enter}{/Control}')
  expect(box).toHaveValue('A red boat')
  await waitFor(() => expect(router.state.location.pathname).toBe('/c/conversation-1'), SLOW)
  expect(keys).toHaveLength(3)
  expect(new Set(keys).size).toBe(1)
  expect(keys[0]).toMatch(/^[A-Za-z0-9_-]{1,64}$/)
  await user.click(screen.getByRole('link', { name: 'New picture' }))
  expect(await screen.findByRole('textbox', { name: 'Prompt' })).toHaveValue('')
})

it('sends the same words under the same key after the network stayed away', async () => {
  const keys = playTurns(cut, cut, cut, accepted)
  const { user, box, router } = await write('A red boat')
  await user.click(screen.getByRole('button', { name: /Generate/ }))
  expect(await screen.findByRole('alert', undefined, SLOW)).toHaveTextContent('can’t be reached')
  expect(box).toHaveValue('A red boat')
  await user.click(screen.getByRole('button', { name: /Generate/ }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/c/conversation-1'), SLOW)
  expect(new Set(keys).size).toBe(1)
})

it('keeps the words when it is refused, says why, and is a new deed the next time', async () => {
  const keys = playTurns(() => problem(409, 'quota_held'))
  const { user, box, router } = await write('A red boat')
  await user.click(screen.getByRole('button', { name: /Generate/ }))
  expect(await screen.findByRole('alert')).toHaveTextContent('may use up the rest')
  expect(box).toHaveValue('A red boat')
  await user.click(screen.getByRole('button', { name: /Generate/ }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/c/conversation-1'), SLOW)
  expect(new Set(keys).size).toBe(2)
})

it('waits for the customer to sign in again and then goes on by itself', async () => {
  const keys = playTurns(() => problem(401, 'not_signed_in'), accepted)
  server.use(http.post(`${API}/auth/login`, () => HttpResponse.json({ user: me })))
  const { user, router } = await write('A red boat')
  await user.click(screen.getByRole('button', { name: /Generate/ }))
  await screen.findByText('Your session has ended', undefined, SLOW)
  await user.type(screen.getByLabelText('Password'), 'a password')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/c/conversation-1'), SLOW)
  expect(new Set(keys).size).toBe(1)
})
