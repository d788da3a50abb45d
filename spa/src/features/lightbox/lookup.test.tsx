import { screen, waitFor, within } from '@testing-library/react'
import { delay, http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { renderApp } from '~/test/renderApp'
import { conversation, galleryItem, generation, turn } from '~/test/samples'
import { API, problem, server } from '~/test/server'

const SLOW = { timeout: 15_000 }
const CHAT = '/c/conversation-1/i/generation-0'
const GALLERY = '/gallery/i/asset-0'

const older = turn({
  generations: [generation({ id: 'generation-0', state: 'succeeded', asset: galleryItem(0).asset })],
})
const newest = turn({ id: 'turn-2', prompt: 'A kite', generations: [] })

/** What the pages of the thread and of the gallery are answered with; null is the newest one. */
function playPages(answer: (older: string | null) => Response | Promise<Response>) {
  const page = ({ request }: { request: Request }) => {
    const asked = new URL(request.url).searchParams
    return answer(asked.get('before') ?? asked.get('cursor'))
  }
  server.use(http.get(`${API}/conversations/:id/turns`, page), http.get(`${API}/gallery`, page))
}

beforeEach(() => {
  server.use(http.get(`${API}/conversations/:id`, () => HttpResponse.json({ conversation })))
})

const dialog = async () => within(await screen.findByRole('dialog', { name: 'Picture' }, SLOW))
const missing = () => screen.queryByText('This picture is no longer stored.')

it.each([
  [CHAT, () => HttpResponse.json({ items: [older] })],
  [GALLERY, () => HttpResponse.json({ items: [galleryItem(0)] })],
])('says why a picture at %s can’t be looked for now, and looks again when told to', async (path, found) => {
  let away = true
  playPages(() => (away ? problem(503, 'not_ready') : found()))
  const { user } = renderApp(path)
  const shown = await dialog()
  expect(await shown.findByRole('alert', undefined, SLOW)).toHaveTextContent('We have trouble on our side')
  expect(missing()).toBeNull()
  away = false
  await user.click(shown.getByRole('button', { name: 'Try again' }))
  expect(await shown.findByRole('complementary', { name: 'About this picture' }, SLOW)).toBeVisible()
})

it('asks for an older page that failed only when it is told to', async () => {
  let asked = 0
  playPages(async (page) => {
    await delay(1)
    if (page === null) return HttpResponse.json({ items: [newest], next_before: 'older' })
    asked += 1
    return asked === 1 ? problem(503, 'busy') : HttpResponse.json({ items: [older] })
  })
  const { user } = renderApp(CHAT)
  const shown = await dialog()
  const again = await shown.findByRole('button', { name: 'Try again' }, SLOW)
  expect(asked).toBe(1)
  await user.click(again)
  expect(await shown.findByRole('complementary', { name: 'About this picture' }, SLOW)).toBeVisible()
  expect(asked).toBe(2)
})

it('says that it is no longer stored only when the whole thread was looked through', async () => {
  playPages((page) =>
    HttpResponse.json(page === null ? { items: [newest], next_before: 'older' } : { items: [] }),
  )
  renderApp(CHAT)
  await waitFor(() => expect(missing()).toBeVisible(), SLOW)
})
