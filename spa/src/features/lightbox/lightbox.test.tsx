import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { delay, http, HttpResponse } from 'msw'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sessionGate } from '~/api/sessionGate'
import type { Asset } from '~/api/types'
import { hidden } from '~/features/gallery/hidden'
import { lettersOff } from '~/lib/preference'
import { renderApp } from '~/test/renderApp'
import { asset, conversation, galleryItem, generation, turn } from '~/test/samples'
import { API, problem, server } from '~/test/server'

const SLOW = { timeout: 15_000 }
const input: Asset = { ...asset, id: 'input-1', url: '/input', thumb_url: '/input-small' }

const made = (number: number) =>
  generation({
    id: `generation-${number}`,
    slot: number,
    state: 'succeeded',
    started_at: '2030-01-01T00:00:01Z',
    finished_at: '2030-01-01T00:00:13Z',
    asset: galleryItem(number).asset,
  })

const batch = turn({
  mode: 'image_to_image',
  inputs: [input],
  batch_size: 2,
  resolution: 'wide',
  generations: [made(0), made(1)],
})

beforeEach(() => {
  server.use(
    http.get(`${API}/conversations/:id`, () => HttpResponse.json({ conversation })),
    http.get(`${API}/conversations/:id/turns`, () => HttpResponse.json({ items: [batch] })),
    http.get(`${API}/gallery`, () =>
      HttpResponse.json({ items: [galleryItem(0), galleryItem(1), galleryItem(2)] }),
    ),
  )
})
afterEach(() => {
  hidden.set(new Set())
  lettersOff.set(false)
  vi.restoreAllMocks()
})

const CHAT = '/c/conversation-1/i/generation-0'
const GALLERY = '/gallery/i/asset-0'

async function open(path = CHAT) {
  const app = renderApp(path)
  const dialog = within(await screen.findByRole('dialog', { name: 'Picture' }, SLOW))
  const facts = within(await dialog.findByRole('complementary', { name: 'About this picture' }, SLOW))
  return { ...app, dialog, facts }
}

const large = () => screen.getByRole('dialog').querySelector('img[src*="original"]') as HTMLImageElement

it('tells the prompt, the inputs, the shape asked and the pixels got, the model, the time and the reference', async () => {
  const { facts } = await open()
  expect(facts.getByText('A red boat')).toBeVisible()
  expect(facts.getByRole('img', { name: 'Input 1' })).toHaveAttribute('src', '/input-small')
  for (const words of ['Wide · 16:9', '640 × 480', 'Model', '12 s', 'generation-0'])
    expect((await facts.findAllByText(words))[0]).toBeVisible()
  expect(facts.getByRole('button', { name: 'Copy prompt' })).toBeVisible()
})

it('tells the same of a picture of the gallery, from the conversation it was made in', async () => {
  const { facts } = await open(GALLERY)
  expect(facts.getByText('Boat 0')).toBeVisible()
  expect(await facts.findByText('Wide · 16:9', undefined, SLOW)).toBeVisible()
  expect(facts.getByText('12 s')).toBeVisible()
  expect(facts.getByRole('img', { name: 'Input 1' })).toBeVisible()
})

it('tells what is left of a picture whose conversation is gone', async () => {
  server.use(http.get(`${API}/conversations/:id/turns`, () => problem(404, 'not_found')))
  const { facts } = await open(GALLERY)
  expect(facts.getByText('Boat 0')).toBeVisible()
  await waitFor(() => expect(facts.queryByText('Took')).not.toBeInTheDocument())
  expect(facts.getByText('640 × 480')).toBeVisible()
  expect(facts.getByRole('button', { name: 'Reuse settings' })).toBeEnabled()
})

it('shows the small picture until the large one is here', async () => {
  const { dialog } = await open()
  const small = () => screen.getByRole('dialog').querySelector('img[src*="asset-0?variant=thumb"]')
  expect(small()).not.toBeNull()
  fireEvent.load(large())
  expect(small()).toBeNull()
  expect(dialog.getByRole('img', { name: 'Generated: A red boat' })).toBeInTheDocument()
})

it.each([
  [CHAT, '/c/conversation-1/i/generation-1'],
  [GALLERY, '/gallery/i/asset-1'],
])('goes on and back with the arrows from %s', async (path, next) => {
  const { user, router, dialog } = await open(path)
  expect(dialog.queryByRole('button', { name: 'Previous picture' })).not.toBeInTheDocument()
  await user.keyboard('{ArrowRight}')
  await waitFor(() => expect(router.state.location.pathname).toBe(next))
  await user.keyboard('{ArrowLeft}')
  await waitFor(() => expect(router.state.location.pathname).toBe(path))
})

it('goes on over the end of a page of the gallery', async () => {
  server.use(
    http.get(`${API}/gallery`, ({ request }) =>
      new URL(request.url).searchParams.has('cursor')
        ? HttpResponse.json({ items: [galleryItem(1)] })
        : HttpResponse.json({ items: [galleryItem(0)], next_cursor: 'older' }),
    ),
  )
  const { user, router, dialog } = await open(GALLERY)
  await dialog.findByRole('button', { name: 'Next picture' }, SLOW)
  await user.keyboard('{ArrowRight}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/gallery/i/asset-1'))
})

it('closes with Back, and leaves the focus on the picture looked at last', async () => {
  const { user, router } = renderApp('/gallery')
  await user.click(await screen.findByRole('link', { name: 'Generated: Boat 0' }, SLOW))
  await screen.findByRole('dialog', undefined, SLOW)
  await user.keyboard('{ArrowRight}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/gallery/i/asset-1'))
  router.history.back()
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument(), SLOW)
  expect(router.state.location.pathname).toBe('/gallery')
  expect(screen.getByRole('link', { name: 'Generated: Boat 1' })).toHaveFocus()
})

it('closes with Escape where it was opened by its address', async () => {
  const { user, router } = await open(GALLERY)
  await user.keyboard('{Escape}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/gallery'))
})

it('says to a screen reader which picture it is', async () => {
  const { dialog } = await open(GALLERY)
  expect(dialog.getByText('Picture: Boat 0')).toHaveAttribute('role', 'status')
})

it('saves under a name that tells what it is, with the ending of what it really is', async () => {
  server.use(
    http.get(`${API}/assets/:id`, () =>
      HttpResponse.arrayBuffer(new ArrayBuffer(4), { headers: { 'content-type': 'image/jpeg' } }),
    ),
  )
  const names: string[] = []
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:saved')
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download)
  })
  const { user } = await open()
  await user.keyboard('d')
  await waitFor(() =>
    expect(names).toEqual([expect.stringMatching(/^a-red-boat_20\d\d-\d\d-\d\d_1of2\.jpg$/)]),
  )
})

it('stars with S and takes the star back with the next press', async () => {
  const bodies: unknown[] = []
  server.use(
    http.patch(`${API}/assets/:id`, async ({ request }) => {
      bodies.push(await request.json())
      return HttpResponse.json({ asset: galleryItem(0).asset })
    }),
  )
  const { user, facts } = await open()
  await user.keyboard('s')
  await waitFor(() =>
    expect(facts.getByRole('button', { name: 'Star' })).toHaveAttribute('aria-pressed', 'true'),
  )
  await user.click(facts.getByRole('button', { name: 'Star' }))
  await waitFor(() => expect(bodies).toEqual([{ starred: true }, { starred: false }]))
  expect(facts.getByRole('button', { name: 'Star' })).toHaveAttribute('aria-pressed', 'false')
})

it('attaches with I to the conversation beneath it', async () => {
  const { user } = await open()
  await user.keyboard('i')
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  expect(await screen.findByRole('button', { name: 'Remove input 1' }, SLOW)).toBeInTheDocument()
})

it('attaches from the gallery to a new conversation', async () => {
  const { user, router, facts } = await open(GALLERY)
  await user.click(facts.getByRole('button', { name: 'Use as input' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/c'))
  expect(await screen.findByRole('button', { name: 'Remove input 1' }, SLOW)).toBeInTheDocument()
})

it.each([CHAT, GALLERY])('reuses prompt, inputs and settings from %s', async (path) => {
  const { user, facts } = await open(path)
  const reuse = facts.getByRole('button', { name: 'Reuse settings' })
  await waitFor(() => expect(reuse).toBeEnabled(), SLOW)
  await user.click(reuse)
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  await waitFor(
    () => expect(screen.getByRole('textbox', { name: /prompt/i })).toHaveValue('A red boat'),
    SLOW,
  )
  expect(screen.getByRole('button', { name: 'Remove input 1' })).toBeInTheDocument()
})

it('copies with C, and says so', async () => {
  const { user, facts } = await open()
  const write = vi.fn(() => Promise.resolve())
  vi.stubGlobal('ClipboardItem', vi.fn())
  Object.defineProperty(navigator, 'clipboard', { value: { write }, configurable: true })
  const png = () => new HttpResponse('a picture', { headers: { 'content-type': 'image/png' } })
  server.use(http.get(`${location.origin}/api/v1/assets/:id`, png))
  await user.keyboard('c')
  expect(await facts.findByRole('button', { name: 'Copied' })).toBeVisible()
  expect(write).toHaveBeenCalledOnce()
})

it('has letters as keys only as long as they are wanted, and never with Ctrl', async () => {
  let stars = 0
  server.use(
    http.patch(`${API}/assets/:id`, () => {
      stars += 1
      return HttpResponse.json({ asset: galleryItem(0).asset })
    }),
  )
  const { user, facts } = await open()
  await user.keyboard('{Control>}s{/Control}')
  await user.click(facts.getByText('Keys'))
  await user.click(facts.getByRole('checkbox', { name: 'Single letters are keys' }))
  await user.keyboard('s')
  expect(stars).toBe(0)
  expect(facts.queryByText('D')).not.toBeInTheDocument()
  expect(localStorage.getItem('nproxy.letters-off')).toBe('1')
  await user.click(facts.getByRole('checkbox', { name: 'Single letters are keys' }))
  await user.keyboard('s')
  await waitFor(() => expect(stars).toBe(1))
})

it('shows the input while its button is held, and from the keyboard until the next press', async () => {
  const { facts, user, dialog } = await open()
  const button = facts.getByRole('button', { name: 'Hold to see the input' })
  const shown = () => dialog.queryByRole('img', { name: 'The input' })
  await user.pointer({ keys: '[MouseLeft>]', target: button })
  expect(shown()).toHaveAttribute('src', '/input')
  await user.pointer({ keys: '[/MouseLeft]', target: button })
  expect(shown()).toBeNull()
  button.focus()
  await user.keyboard('{Enter}')
  expect(shown()).not.toBeNull()
  expect(button).toHaveAttribute('aria-pressed', 'true')
  await user.keyboard(' ')
  expect(shown()).toBeNull()
})

it('deletes, goes on to the next one, and brings it back with Ctrl+Z', async () => {
  const deeds: string[] = []
  server.use(
    http.delete(`${API}/assets/:id`, ({ params }) => {
      deeds.push(`delete ${String(params.id)}`)
      return new HttpResponse(null, { status: 204 })
    }),
    http.post(`${API}/assets/:id/restore`, ({ params }) => {
      deeds.push(`restore ${String(params.id)}`)
      return HttpResponse.json({ asset: galleryItem(0).asset })
    }),
  )
  const { user, facts, router } = await open(GALLERY)
  await user.click(facts.getByRole('button', { name: 'Delete' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/gallery/i/asset-1'))
  expect(await screen.findByText('Picture deleted.', undefined, SLOW)).toBeVisible()
  expect(screen.queryByRole('link', { name: 'Generated: Boat 0', hidden: true })).not.toBeInTheDocument()
  await user.keyboard('{Control>}z{/Control}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/gallery/i/asset-0'))
  await waitFor(() => expect(deeds).toEqual(['delete asset-0', 'restore asset-0']))
})

it('says that a picture is no longer stored, with its prompt still to be used', async () => {
  server.use(http.get(`${API}/assets/:id`, () => problem(404, 'not_found')))
  const { facts, dialog } = await open()
  fireEvent.error(large())
  expect(await dialog.findByText('This picture is no longer stored.')).toBeVisible()
  expect(facts.getByRole('button', { name: 'Copy prompt' })).toBeVisible()
  expect(facts.getByRole('button', { name: 'Reuse settings' })).toBeEnabled()
})

it('has no acts on a file that the conversation says is gone', async () => {
  const bare = generation({ id: 'generation-0', state: 'succeeded' })
  server.use(
    http.get(`${API}/conversations/:id/turns`, () =>
      HttpResponse.json({ items: [{ ...batch, generations: [bare, made(1)] }] }),
    ),
  )
  const { facts, dialog } = await open()
  expect(dialog.getByText('This picture is no longer stored.')).toBeVisible()
  expect(facts.queryByRole('link', { name: 'Download' })).not.toBeInTheDocument()
  expect(facts.getByRole('button', { name: 'Reuse settings' })).toBeEnabled()
})

it('says when a picture was removed by us', async () => {
  const removed = generation({
    id: 'generation-0',
    state: 'succeeded',
    picture_removed_at: '2030-12-01T12:00:00Z',
  })
  server.use(
    http.get(`${API}/conversations/:id/turns`, () =>
      HttpResponse.json({ items: [{ ...batch, generations: [removed, made(1)] }] }),
    ),
  )
  const { dialog } = await open()
  expect(dialog.getByText(/no longer stored: we removed it on 1 Dec/)).toBeVisible()
})

it('leaves the small picture with a note where the large one can’t be fetched, and tries again', async () => {
  server.use(http.get(`${API}/assets/:id`, () => HttpResponse.error()))
  const { dialog, user } = await open()
  const first = large()
  fireEvent.error(first)
  expect(await dialog.findByText(/This is its small version/)).toBeVisible()
  await user.click(dialog.getByRole('button', { name: 'Try again' }))
  expect(large()).not.toBe(first)
})

it('asks for the session first where it has ended, and then shows the picture', async () => {
  let signedIn = false
  server.use(
    http.get(`${API}/assets/:id`, async () => {
      await delay(1)
      return signedIn ? new HttpResponse('x') : problem(401, 'not_signed_in')
    }),
  )
  await open()
  const first = large()
  fireEvent.error(first)
  await waitFor(() => expect(sessionGate.isClosed()).toBe(true))
  signedIn = true
  sessionGate.reopen()
  await waitFor(() => expect(large()).not.toBe(first))
})

it('looks closer by its buttons, to one to one and back to whole', async () => {
  const { dialog, user } = await open()
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(320)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(240)
  await user.click(dialog.getByRole('button', { name: 'Show at full size' }))
  expect(dialog.getByText('100 %')).toBeVisible()
  await user.click(dialog.getByRole('button', { name: 'Larger' }))
  expect(dialog.getByText('150 %')).toBeVisible()
  await user.click(dialog.getByRole('button', { name: 'Fit to the window' }))
  expect(dialog.getByRole('button', { name: 'Smaller' })).toBeDisabled()
})
