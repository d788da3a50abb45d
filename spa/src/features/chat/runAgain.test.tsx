import { screen, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it, vi } from 'vitest'
import { renderApp } from '~/test/renderApp'
import { conversation, generation, turn } from '~/test/samples'
import { API, problem, server } from '~/test/server'

vi.mock('~/lib/rest', () => ({ rest: () => Promise.resolve() }))

const SLOW = { timeout: 15_000 }
const boat = turn({ generations: [generation({ state: 'cancelled' })] })

/** Answers to POST turns in turn; what comes after them is accepted. Tells the keys that came in. */
function playTurns(...answers: (() => Response)[]): string[] {
  const keys: string[] = []
  server.use(
    http.get(`${API}/conversations/:id`, () => HttpResponse.json({ conversation })),
    http.get(`${API}/conversations/:id/turns`, () => HttpResponse.json({ items: [boat] })),
    http.post(`${API}/turns`, ({ request }) => {
      keys.push(request.headers.get('idempotency-key') ?? '')
      const made = turn({ id: `made-${keys.length}`, prompt: 'Made', generations: [] })
      const accepted = () => HttpResponse.json({ turn: made, conversation }, { status: 202 })
      return (answers[keys.length - 1] ?? accepted)()
    }),
  )
  return keys
}

async function open() {
  const { user } = renderApp(`/c/${conversation.id}`)
  const article = await screen.findByRole('article', { name: 'Prompt: A red boat' }, SLOW)
  return () => user.click(within(article).getByRole('button', { name: 'Run again' }))
}

it('is the same deed when it is pressed again after an unknown end, and a new one after that', async () => {
  const lost = () => HttpResponse.error()
  const keys = playTurns(lost, lost, lost)
  const runAgain = await open()
  await runAgain()
  await screen.findByText(/can’t be reached/, undefined, SLOW)
  await runAgain()
  await screen.findByRole('article', { name: 'Prompt: Made' }, SLOW)
  expect(new Set(keys).size).toBe(1)
  await runAgain()
  await vi.waitFor(() => expect(keys).toHaveLength(5))
  expect(new Set(keys).size).toBe(2)
})

it('is a new deed after it was refused', async () => {
  const keys = playTurns(() => problem(409, 'quota_held'))
  const runAgain = await open()
  await runAgain()
  await screen.findByText(/may use up the rest/, undefined, SLOW)
  await runAgain()
  await screen.findByRole('article', { name: 'Prompt: Made' }, SLOW)
  expect(new Set(keys).size).toBe(2)
})
