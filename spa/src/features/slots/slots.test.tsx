import { screen, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Generation } from '~/api/types'
import { renderApp } from '~/test/renderApp'
import { asset, conversation, generation, model, turn } from '~/test/samples'
import { API, server } from '~/test/server'

const SLOW = { timeout: 15_000 }
const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString()

let typical = { p50_ms: 0, p90_ms: 0 }

// The clock stands; what waits for it goes on.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  typical = { p50_ms: 10_000, p90_ms: 25_000 }
})
afterEach(() => void vi.useRealTimers())

/** A turn with these slots, on screen; nothing more is heard of them. */
async function show(...generations: Partial<Generation>[]) {
  const slots = generations.map((change, slot) => generation({ id: `g-${slot}`, slot, ...change }))
  server.use(
    http.get(`${API}/models`, () =>
      HttpResponse.json({
        models: [{ ...model, typical }],
        default_model: model.id,
      }),
    ),
    http.get(`${API}/conversations/:id`, () => HttpResponse.json({ conversation })),
    http.get(`${API}/conversations/:id/turns`, () =>
      HttpResponse.json({ items: [turn({ generations: slots, batch_size: slots.length })] }),
    ),
    http.get(`${API}/generations`, () => new Promise<Response>(() => undefined)),
  )
  const app = renderApp(`/c/${conversation.id}`)
  await screen.findByRole('button', { name: 'Shape: Auto' }, SLOW)
  return { ...app, article: within(await screen.findByRole('article', undefined, SLOW)) }
}

const declined = {
  state: 'failed',
  error: {
    code: 'declined_prompt',
    fault: 'customer',
    message: 'The prompt was declined by the safety filter. “Not this.”',
    counted: false,
  },
} as const

it('says what an open picture is doing, from the server’s times, and what is usual', async () => {
  const { article } = await show(
    { state: 'queued', queued_at: ago(3) },
    { state: 'running', queued_at: ago(20), started_at: ago(12) },
    { state: 'running', queued_at: ago(80), started_at: ago(65) },
    { state: 'waiting', queued_at: ago(30), started_at: ago(14) },
  )
  expect(article.getByText('Queued · 3 s')).toBeVisible()
  expect(article.getByText('Generating · 12 s · usually 10–25 s')).toBeVisible()
  expect(
    article.getByText('Generating · 1 min 05 s · slower than usual, still working; you can leave'),
  ).toBeVisible()
  // An image service that was given the work is asked again and again; the picture goes on meanwhile.
  expect(article.getByText('Waiting for the image service · 14 s · usually 10–25 s')).toBeVisible()
})

it('names both ends of what is usual in their units, where it takes minutes', async () => {
  typical = { p50_ms: 45_000, p90_ms: 70_000 }
  const { article } = await show({ state: 'running', started_at: ago(12) })
  expect(article.getByText('Generating · 12 s · usually 45 s – 1 min 10 s')).toBeVisible()
})

it('has a line that moves while it is made or waited for, and none in the queue', async () => {
  const { container } = await show(
    { state: 'running', started_at: ago(12) },
    { state: 'waiting', started_at: ago(12) },
    { state: 'queued' },
  )
  const moving = [...container.querySelectorAll('li')].map(
    (slot) => slot.querySelector('[class*="line"]') !== null,
  )
  expect(moving).toEqual([true, true, false])
})

it('shows what is ready beside what failed, and counts it out', async () => {
  const { article } = await show(
    { state: 'succeeded', asset },
    { state: 'succeeded', asset: { ...asset, id: 'asset-2' } },
    declined,
    {
      state: 'failed',
      retryable: true,
      error: { code: 'provider_timeout', fault: 'provider', message: '', counted: false },
    },
  )
  expect(article.getByText('2 of 4 ready · 2 not counted')).toBeVisible()
  const [, , refused, late] = article.getAllByRole('listitem')
  if (refused === undefined || late === undefined) throw new Error('four slots')
  expect(within(refused).getByRole('blockquote')).toHaveTextContent(/^Not this\.$/)
  expect(within(refused).getByRole('button', { name: 'Edit prompt' })).toBeVisible()
  expect(within(refused).queryByRole('button', { name: 'Try again' })).toBeNull()
  expect(within(late).getByRole('button', { name: 'Try again' })).toBeVisible()
})

it('says once that all were declined', async () => {
  const { article } = await show(declined, declined, declined)
  expect(article.getAllByText('The safety filter declined this prompt.')).toHaveLength(1)
  expect(article.getByText('None of the 3 images is counted.')).toBeVisible()
  expect(article.getByText(/^It may help to leave out/)).toBeVisible()
  expect(article.queryByText(/of 3 ready/)).toBeNull()
})

it('is tried again in its own slot, under a key of its own', async () => {
  const keys: (string | null)[] = []
  const { article, user } = await show(
    { state: 'succeeded', asset },
    {
      state: 'failed',
      retryable: true,
      error: { code: 'internal', fault: 'us', message: '', counted: false },
    },
  )
  server.use(
    http.post(`${API}/generations/:id/retry`, ({ request, params }) => {
      keys.push(request.headers.get('idempotency-key'))
      const again = generation({ id: 'again', slot: 1, queued_at: ago(1), retried_from: String(params.id) })
      return HttpResponse.json({ generation: again }, { status: 202 })
    }),
  )
  await user.click(article.getByRole('button', { name: 'Try again' }))
  expect(await article.findByText(/^Queued/)).toBeVisible()
  expect(article.getAllByRole('listitem')).toHaveLength(2)
  expect(keys).toHaveLength(1)
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
})
