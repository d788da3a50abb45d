import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { afterEach, expect, it, vi } from 'vitest'
import type { Turn } from '~/api/types'
import { renderApp } from '~/test/renderApp'
import { asset, conversation, generation, turn } from '~/test/samples'
import { API, problem, server } from '~/test/server'

const SLOW = { timeout: 15_000 }

const picture = (id: string, slot: number) =>
  generation({ id, slot, state: 'succeeded', asset: { ...asset, id: `asset-${id}` } })
const boat = turn({ generations: [picture('a', 0), picture('b', 1)], batch_size: 2 })
const kite = turn({
  id: 'turn-2',
  prompt: 'A kite',
  created_at: '2030-01-01T00:01:00Z',
  generations: [generation({ id: 'c', turn_id: 'turn-2', state: 'cancelled' })],
})

/** A conversation with these turns, and what was asked of them. */
function playTurns(...turns: Turn[]) {
  const requests: string[] = []
  const gone = new Set<unknown>()
  server.use(
    http.get(`${API}/conversations/:id`, () => HttpResponse.json({ conversation })),
    http.get(`${API}/conversations/:id/turns`, () =>
      HttpResponse.json({ items: turns.filter(({ id }) => !gone.has(id)) }),
    ),
    http.delete(`${API}/turns/:id`, ({ params }) => {
      requests.push(`DELETE ${String(params.id)}`)
      gone.add(params.id)
      return new HttpResponse(null, { status: 204 })
    }),
    http.post(`${API}/turns/:id/restore`, ({ params }) => {
      requests.push(`restore ${String(params.id)}`)
      gone.delete(params.id)
      return new HttpResponse(null, { status: 204 })
    }),
    http.post(`${API}/zips`, async ({ request }) => {
      requests.push(`zip ${JSON.stringify(await request.json())}`)
      return HttpResponse.json({ url: '/api/v1/downloads/d-1' }, { status: 201 })
    }),
  )
  return requests
}

const open = () => renderApp(`/c/${conversation.id}`)
const article = (prompt: string) => screen.findByRole('article', { name: `Prompt: ${prompt}` }, SLOW)

/** Where the browser was sent for a file. */
function playDownloads(): string[] {
  const sent: string[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    if (this.hasAttribute('download')) sent.push(new URL(this.href).pathname)
  })
  return sent
}

afterEach(() => vi.restoreAllMocks())

it('goes with its pictures and comes back by Undo, in its place', async () => {
  const requests = playTurns(boat, kite)
  const { user } = open()
  await user.click(within(await article('A red boat')).getByRole('button', { name: 'Delete' }))
  await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(1))
  await user.click(await screen.findByRole('button', { name: 'Undo' }, SLOW))
  await article('A red boat')
  expect(screen.getAllByRole('article').map((one) => one.ariaLabel)).toEqual([
    'Prompt: A red boat',
    'Prompt: A kite',
  ])
  await waitFor(() => expect(requests).toEqual(['DELETE turn-1', 'restore turn-1']))
})

it('is deleted and brought back with the keyboard alone', async () => {
  playTurns(boat, kite)
  const { user } = open()
  within(await article('A kite'))
    .getByRole('button', { name: 'Delete' })
    .focus()
  await user.keyboard('{Enter}')
  const undo = await screen.findByRole('button', { name: 'Undo' }, SLOW)
  await waitFor(() => expect(undo).toHaveFocus())
  await user.keyboard('{Enter}')
  await article('A kite')
})

it('stays when the server does not delete it, and says why', async () => {
  playTurns(boat)
  server.use(http.delete(`${API}/turns/:id`, () => problem(503, 'read_only')))
  const { user } = open()
  await user.click(within(await article('A red boat')).getByRole('button', { name: 'Delete' }))
  expect(await screen.findByText(/Nothing can be changed during maintenance/, undefined, SLOW)).toBeVisible()
  await article('A red boat')
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
})

it('leaves words where the last one is gone', async () => {
  playTurns(kite)
  const { user } = open()
  await user.click(within(await article('A kite')).getByRole('button', { name: 'Delete' }))
  expect(await screen.findByText(/Nothing is left here/)).toBeVisible()
})

it('downloads several pictures as one ZIP, and one as it is', async () => {
  const sent = playDownloads()
  const single = turn({ id: 'turn-3', prompt: 'One', generations: [picture('x', 0)] })
  const requests = playTurns(boat, single)
  const { user } = open()
  await user.click(within(await article('A red boat')).getByRole('button', { name: 'Download all' }))
  await waitFor(() => expect(sent).toEqual(['/api/v1/downloads/d-1']))
  expect(requests).toEqual(['zip {"asset_ids":["asset-a","asset-b"]}'])
  await user.click(within(await article('One')).getByRole('button', { name: 'Download' }))
  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent[1]).toMatch(/^\/api\/v1\/assets\//)
  expect(requests).toHaveLength(1)
})

it('says quietly where a picture was deleted', async () => {
  const gone = turn({ generations: [generation({ id: 'a', state: 'succeeded' }), picture('b', 1)] })
  playTurns(gone)
  open()
  const slots = within(await article('A red boat')).getAllByRole('listitem')
  expect(slots[0]).toHaveTextContent('Deleted')
  expect(within(slots[1] ?? document.body).getByRole('img')).toBeVisible()
})

it('says that we removed a picture, and when', async () => {
  const removed = generation({ id: 'a', state: 'succeeded', picture_removed_at: '2030-12-01T12:00:00Z' })
  playTurns(turn({ generations: [removed, picture('b', 1)] }))
  open()
  const slots = within(await article('A red boat')).getAllByRole('listitem')
  expect(slots[0]).toHaveTextContent('We removed this picture on 1 Dec')
})

it('leads back to the newest one from far above', async () => {
  playTurns(boat, kite)
  const { user } = open()
  const scroller = (await article('A kite')).parentElement?.parentElement
  if (scroller == null) throw new Error('no scroller')
  Object.defineProperties(scroller, { scrollHeight: { value: 5_000 }, clientHeight: { value: 600 } })
  const scrolled = vi.fn()
  scroller.scrollTo = scrolled
  scroller.scrollTop = 1_000
  fireEvent.scroll(scroller)
  await user.click(screen.getByRole('button', { name: 'Go to the newest' }))
  expect(scrolled).toHaveBeenCalledWith({ top: 5_000 })
  scroller.scrollTop = 4_400
  fireEvent.scroll(scroller)
  expect(screen.queryByRole('button', { name: 'Go to the newest' })).toBeNull()
})

it('asks for an older page that failed only when it is told to', async () => {
  let asked = 0
  playTurns(boat)
  server.use(
    http.get(`${API}/conversations/:id/turns`, ({ request }) => {
      if (new URL(request.url).searchParams.get('before') === null)
        return HttpResponse.json({ items: [kite], next_before: 'older' })
      asked += 1
      return asked === 1 ? problem(503, 'busy') : HttpResponse.json({ items: [boat] })
    }),
  )
  vi.stubGlobal('IntersectionObserver', SeesAtOnce)
  const { user } = open()
  const again = await screen.findByRole('button', { name: 'Try again' }, SLOW)
  expect(asked).toBe(1)
  await user.click(again)
  await article('A red boat')
})

it('goes to the turn that the address names, however old it is', async () => {
  const asked: (string | null)[] = []
  playTurns(boat)
  server.use(
    http.get(`${API}/conversations/:id/turns`, ({ request }) => {
      const before = new URL(request.url).searchParams.get('before')
      asked.push(before)
      if (before === null) return HttpResponse.json({ items: [kite], next_before: 'older' })
      if (before === 'older') return HttpResponse.json({ items: [], next_before: 'oldest' })
      return HttpResponse.json({ items: [boat], next_before: 'beyond' })
    }),
  )
  renderApp(`/c/${conversation.id}#${boat.id}`)
  const named = await article('A red boat')
  await waitFor(() => expect(named).toHaveFocus())
  expect(asked).toEqual([null, 'older', 'oldest'])
})

it('loads nothing more for who skips to the page', async () => {
  let asked = 0
  playTurns(kite)
  server.use(
    http.get(`${API}/conversations/:id/turns`, () => {
      asked += 1
      return HttpResponse.json({ items: asked === 1 ? [kite] : [], next_before: `page-${asked}` })
    }),
  )
  const { user, router } = open()
  await article('A kite')
  await user.click(screen.getByRole('link', { name: 'Skip to the page' }))
  expect(document.getElementById('main')).toHaveFocus()
  expect(router.state.location.hash).toBe('')
  expect(asked).toBe(1)
})

it('shows the beginning of a very long prompt, and all of it when told to', async () => {
  const long = 'A wide valley with a river. '.repeat(40).trim()
  playTurns(turn({ prompt: long, generations: [picture('l', 0)] }), kite)
  const { user } = open()
  const text = await screen.findByText(long, undefined, SLOW)
  expect(text).toHaveAttribute('data-cut')
  const more = screen.getByRole('button', { name: 'Show all' })
  await user.click(more)
  expect(text).not.toHaveAttribute('data-cut')
  expect(screen.getByRole('button', { name: 'Show less' })).toHaveAttribute('aria-expanded', 'true')
})

class SeesAtOnce {
  constructor(private readonly tell: IntersectionObserverCallback) {}
  observe() {
    queueMicrotask(() =>
      this.tell(
        [{ isIntersecting: true } as IntersectionObserverEntry],
        this as unknown as IntersectionObserver,
      ),
    )
  }
  disconnect() {
    return undefined
  }
}
