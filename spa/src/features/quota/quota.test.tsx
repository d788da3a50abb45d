import { focusManager } from '@tanstack/react-query'
import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { afterEach, expect, it } from 'vitest'
import type { Quota } from '~/api/types'
import { renderApp } from '~/test/renderApp'
import { conversation, generation, turn } from '~/test/samples'
import { API, problem, server } from '~/test/server'

const SLOW = { timeout: 15_000 }

afterEach(() => focusManager.setFocused(undefined))

/** The server's answers: how often it was asked, and what it says from now on. */
function play(bucket: Quota['bucket']) {
  const quota = { bucket, asked: 0 }
  server.use(
    http.get(`${API}/quota`, () => {
      quota.asked += 1
      return HttpResponse.json({ bucket: quota.bucket, resets_at: '2030-12-14T09:00:00Z' })
    }),
  )
  return quota
}

async function open(path = '/c') {
  const app = renderApp(path)
  const composer = within(await screen.findByRole('form', { name: /picture/i }, SLOW))
  await screen.findByRole('link', { name: /^Pictures left:/ }, SLOW)
  return { ...app, composer }
}

it.each([100, 80, 60, 40] as const)('is no matter where pictures are asked for at %i %', async (bucket) => {
  play(bucket)
  const { composer } = await open()
  expect(screen.getByText(`About ${bucket} % left`)).toBeVisible()
  expect(composer.queryByText(/left|used up/)).not.toBeInTheDocument()
})

it('is told beside Generate at the last fifth', async () => {
  play(20)
  const { composer } = await open()
  expect(await composer.findByText(/About 20 % left/)).toBeVisible()
})

it('is told beside Generate when it is used up, and when there is more', async () => {
  play(0)
  const { composer } = await open()
  expect(await composer.findByText(/used up\. New ones come on 14 Dec 2030/)).toBeVisible()
})

it('is asked for again when a picture has settled', async () => {
  const quota = play(40)
  let state: 'queued' | 'failed' = 'queued'
  server.use(
    http.get(`${API}/conversations/:id`, () => HttpResponse.json({ conversation })),
    http.get(`${API}/conversations/:id/turns`, () => HttpResponse.json({ items: [turn()] })),
    http.get(`${API}/generations`, () =>
      HttpResponse.json({
        generations: [generation({ state, finished_at: '2030-01-01T00:00:09Z' })],
      }),
    ),
  )
  await open('/c/conversation-1')
  quota.bucket = 20
  state = 'failed'
  expect((await screen.findAllByText(/About 20 % left/, undefined, SLOW))[0]).toBeVisible()
})

it.each([
  [402, 'quota_used_up'],
  [402, 'quota_held'],
  [429, 'too_many_declined'],
] as const)('is asked for again when the server answers %i %s', async (status, code) => {
  const quota = play(40)
  server.use(http.post(`${API}/turns`, () => problem(status, code)))
  const { user, composer } = await open()
  const before = quota.asked
  await user.type(composer.getByRole('textbox'), 'A red boat')
  await user.click(composer.getByRole('button', { name: /^Generate/ }))
  await waitFor(() => expect(quota.asked).toBeGreaterThan(before), SLOW)
})

it('is asked for again when somebody comes back to the page, however fresh it is', async () => {
  const quota = play(80)
  await open()
  const before = quota.asked
  focusManager.setFocused(false)
  focusManager.setFocused(true)
  await waitFor(() => expect(quota.asked).toBeGreaterThan(before))
})

it('keeps what it last knew where the server can’t tell any more', async () => {
  play(60)
  await open()
  server.use(http.get(`${API}/quota`, () => problem(503, 'database_unavailable')))
  focusManager.setFocused(false)
  focusManager.setFocused(true)
  await waitFor(() => expect(screen.getByText('About 60 % left')).toBeVisible())
  expect(screen.queryByText('Used up')).not.toBeInTheDocument()
})

it('is left out, not told as nothing, where the server never could tell', async () => {
  server.use(http.get(`${API}/quota`, () => problem(503, 'database_unavailable')))
  renderApp('/c')
  await screen.findByRole('form', { name: /picture/i }, SLOW)
  expect(screen.queryByRole('link', { name: /^Pictures left:/ })).not.toBeInTheDocument()
})
