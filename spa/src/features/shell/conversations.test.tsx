import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import type { Conversation } from '~/api/types'
import { renderApp } from '~/test/renderApp'
import { conversation } from '~/test/samples'
import { API, problem, server } from '~/test/server'

const SLOW = { timeout: 15_000 }
const boat: Conversation = conversation
const kite: Conversation = { ...conversation, id: 'conversation-2', title: 'A kite' }

interface Stored extends Conversation {
  deleted?: boolean
}

/** The server takes longer than the row, which goes to the pinned ones at once. */
const rowMoved = () => screen.findByRole('region', { name: 'Pinned' })

/** Conversations as the server keeps them, with every request that changed one. */
function playConversations(...stored: Stored[]) {
  const requests: string[] = []
  const kept = new Map(stored.map((one) => [one.id, one]))
  const listed = () => [...kept.values()].filter(({ deleted }) => deleted !== true)
  const change = (id: unknown, changes: Partial<Stored>) => {
    const known = kept.get(String(id))
    if (known === undefined) throw new Error(`no ${String(id)}`)
    const now = { ...known, ...changes }
    kept.set(known.id, now)
    return now
  }
  server.use(
    http.get(`${API}/conversations`, ({ request }) => {
      const words = new URL(request.url).searchParams.get('q')
      if (words !== null) requests.push(`q=${words}`)
      const found = listed().filter(({ title }) => words === null || title.includes(words))
      return HttpResponse.json({ items: found })
    }),
    http.get(`${API}/conversations/:id`, ({ params }) => {
      const found = listed().find(({ id }) => id === params.id)
      return found === undefined ? problem(404, 'not_found') : HttpResponse.json({ conversation: found })
    }),
    http.get(`${API}/conversations/:id/turns`, () => HttpResponse.json({ items: [] })),
    http.patch(`${API}/conversations/:id`, async ({ request, params }) => {
      const body = (await request.json()) as Partial<Stored>
      if (body.pinned === true) await rowMoved()
      requests.push(`PATCH ${JSON.stringify(body)}`)
      return HttpResponse.json({ conversation: change(params.id, body) })
    }),
    http.delete(`${API}/conversations/:id`, ({ params }) => {
      requests.push('DELETE')
      change(params.id, { deleted: true })
      return new HttpResponse(null, { status: 204 })
    }),
    http.post(`${API}/conversations/:id/restore`, ({ params }) => {
      requests.push('restore')
      return HttpResponse.json({ conversation: change(params.id, { deleted: false }) })
    }),
  )
  return requests
}

const link = (name: string) => screen.findByRole('link', { name }, SLOW)

async function openMenuOf(user: ReturnType<typeof renderApp>['user'], title: string) {
  await user.click(await screen.findByRole('button', { name: `Actions for “${title}”` }, SLOW))
}

it('is found by words, from the keyboard, and the whole list comes back when they go', async () => {
  const requests = playConversations(boat, kite)
  const { user } = renderApp('/c')
  await link('A kite')
  await user.keyboard('{Control>}k{/Control}')
  const field = screen.getByRole('searchbox', { name: 'Search conversations' })
  expect(field).toHaveFocus()
  await user.type(field, 'kite')
  await waitFor(() => expect(screen.queryByRole('link', { name: 'A red boat' })).toBeNull(), SLOW)
  const found = await screen.findByRole('region', { name: 'Found' }, SLOW)
  expect(within(found).getByRole('link')).toHaveTextContent('A kite')
  expect(requests).toEqual(['q=kite'])

  await user.clear(field)
  await user.type(field, 'plane')
  expect(await screen.findByText('No title or prompt has these words.', undefined, SLOW)).toBeVisible()
  await user.keyboard('{Escape}')
  expect(field).toHaveValue('')
  await link('A red boat')
})

it('is pinned to the top, and unpinned', async () => {
  const requests = playConversations(boat, kite)
  const { user } = renderApp('/c')
  await openMenuOf(user, 'A kite')
  await user.click(await screen.findByRole('menuitem', { name: 'Pin' }, SLOW))
  const pinned = await screen.findByRole('region', { name: 'Pinned' })
  expect(within(pinned).getAllByRole('link')).toHaveLength(1)
  expect(pinned).toHaveTextContent('A kite')
  await waitFor(() => expect(requests).toEqual(['PATCH {"pinned":true}']))

  await openMenuOf(user, 'A kite')
  await user.click(await screen.findByRole('menuitem', { name: 'Unpin' }, SLOW))
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Pinned' })).toBeNull())
  await waitFor(() => expect(requests).toHaveLength(2))
})

it('keeps the focus on its row when it is pinned with the keyboard', async () => {
  playConversations(boat, kite)
  const { user } = renderApp('/c')
  const name = 'Actions for “A kite”'
  ;(await screen.findByRole('button', { name }, SLOW)).focus()
  await user.keyboard('{Enter}')
  const item = await screen.findByRole('menuitem', { name: 'Pin' }, SLOW)
  item.focus()
  await user.keyboard('{Enter}')
  const pinned = within(await screen.findByRole('region', { name: 'Pinned' }))
  await waitFor(() => expect(pinned.getByRole('button', { name })).toHaveFocus())
})

it('says why one more cannot be pinned, and does not show it as if it were', async () => {
  playConversations(boat)
  server.use(
    http.patch(`${API}/conversations/:id`, async () => {
      await rowMoved()
      return problem(409, 'pins_full')
    }),
  )
  const { user } = renderApp('/c')
  await openMenuOf(user, 'A red boat')
  await user.click(await screen.findByRole('menuitem', { name: 'Pin' }, SLOW))
  expect(await screen.findByText('Unpin another conversation first.', undefined, SLOW)).toBeVisible()
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Pinned' })).toBeNull())
})

it('is deleted without a question and comes back by Undo, to the screen that it was on', async () => {
  const requests = playConversations(boat, kite)
  const { user, router } = renderApp(`/c/${boat.id}`)
  await openMenuOf(user, 'A red boat')
  await user.click(await screen.findByRole('menuitem', { name: 'Delete' }, SLOW))
  await waitFor(() => expect(router.state.location.pathname).toBe('/c'))
  expect(screen.queryByRole('link', { name: 'A red boat' })).toBeNull()
  await user.click(await screen.findByRole('button', { name: 'Undo' }, SLOW))
  await link('A red boat')
  await waitFor(() => expect(router.state.location.pathname).toBe(`/c/${boat.id}`))
  expect(requests).toEqual(['DELETE', 'restore'])
})

it('is deleted and brought back with the keyboard alone', async () => {
  playConversations(boat)
  const { user } = renderApp('/c')
  const button = await screen.findByRole('button', { name: 'Actions for “A red boat”' }, SLOW)
  button.focus()
  await user.keyboard('{Enter}')
  const item = await screen.findByRole('menuitem', { name: 'Delete' }, SLOW)
  item.focus()
  await user.keyboard('{Enter}')
  const undo = await screen.findByRole('button', { name: 'Undo' }, SLOW)
  await waitFor(() => expect(undo).toHaveFocus())
  await user.keyboard('{Enter}')
  await link('A red boat')
})

it('stays in the list when the server does not delete it', async () => {
  playConversations(boat)
  server.use(http.delete(`${API}/conversations/:id`, () => problem(503, 'read_only')))
  const { user } = renderApp('/c')
  await openMenuOf(user, 'A red boat')
  await user.click(await screen.findByRole('menuitem', { name: 'Delete' }, SLOW))
  expect(await screen.findByText(/Nothing can be changed during maintenance/, undefined, SLOW)).toBeVisible()
  await link('A red boat')
})
