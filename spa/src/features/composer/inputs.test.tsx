import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { enterSends } from '~/lib/preference'
import { renderApp } from '~/test/renderApp'
import { asset, conversation, generation, turn } from '~/test/samples'
import { API, problem, server } from '~/test/server'

const SLOW = { timeout: 15_000 }
const PNG = '\x89PNG\r\n\x1a\n'
const HEIC = '\0\0\0\x18ftypheic'

const file = (name: string, head = PNG) =>
  new File([Uint8Array.from(head, (letter) => letter.charCodeAt(0))], name, { type: 'image/png' })
const box = () => screen.findByRole('textbox', { name: 'Prompt' }, SLOW)
const chips = () => within(screen.getByRole('list', { name: 'Input pictures' })).getAllByRole('img')

/** Stores uploads under their order; `held` keeps them waiting until it is called. */
function playUploads() {
  const held: (() => void)[] = []
  let hold = false
  let count = 0
  server.use(
    http.post(`${API}/assets`, async () => {
      if (hold) await new Promise<void>((go) => held.push(go))
      count += 1
      return HttpResponse.json({ asset: { ...asset, id: `asset-${count}` } }, { status: 201 })
    }),
  )
  return { hold: () => (hold = true), next: () => held.shift()?.(), waiting: () => held.length }
}

beforeEach(() => {
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x' }))
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('not here')))
})
afterEach(() => enterSends.set(false))

it('takes as many as the model does, and says that the others were left out', async () => {
  playUploads()
  renderApp('/c')
  await screen.findByRole('button', { name: 'Shape: Auto' }, SLOW)
  const files = ['a', 'b', 'c', 'd'].map((name) => file(`${name}.png`))
  fireEvent.change(screen.getByTestId('picker'), { target: { files } })
  expect(await screen.findByText('This model takes at most 3 pictures.', undefined, SLOW)).toBeVisible()
  await waitFor(() => expect(chips()).toHaveLength(3))
})

it('is taken from the clipboard, wherever on the page it is pasted', async () => {
  playUploads()
  renderApp('/c')
  await box()
  fireEvent.paste(document.body, { clipboardData: { files: [file('pasted.png')], types: ['Files'] } })
  await waitFor(() => expect(chips()).toHaveLength(1))
})

it('says on Generate how far the uploads are, and sends only what is stored', async () => {
  const uploads = playUploads()
  uploads.hold()
  const { user } = renderApp('/c')
  await user.type(await box(), 'Make it night')
  fireEvent.change(screen.getByTestId('picker'), { target: { files: [file('a.png'), file('b.png')] } })
  expect(await screen.findByRole('button', { name: 'Uploading 1 of 2…' }, SLOW)).toBeDisabled()
  await waitFor(() => expect(uploads.waiting()).toBe(2), SLOW)
  uploads.next()
  expect(await screen.findByRole('button', { name: 'Uploading 2 of 2…' }, SLOW)).toBeDisabled()
  uploads.next()
  await waitFor(() => expect(screen.getByRole('button', { name: /^Generate/ })).toBeEnabled())
})

it('sends two files at a time, for a customer has few places, and shows all of them at once', async () => {
  const uploads = playUploads()
  uploads.hold()
  const { user } = renderApp('/c')
  await user.type(await box(), 'Make it night')
  const files = ['a', 'b', 'c'].map((name) => file(`${name}.png`))
  fireEvent.change(screen.getByTestId('picker'), { target: { files } })
  await waitFor(() => expect(uploads.waiting()).toBe(2), SLOW)
  expect(chips()).toHaveLength(3)
  uploads.next()
  expect(await screen.findByRole('button', { name: 'Uploading 2 of 3…' }, SLOW)).toBeDisabled()
  await waitFor(() => expect(uploads.waiting()).toBe(2), SLOW)
  uploads.next()
  uploads.next()
  await waitFor(() => expect(screen.getByRole('button', { name: /^Generate/ })).toBeEnabled())
})

it('tells a HEIC photo by its bytes and says what to do', async () => {
  renderApp('/c')
  await box()
  fireEvent.change(screen.getByTestId('picker'), { target: { files: [file('photo.jpg', HEIC)] } })
  expect(
    await screen.findByText(/^photo.jpg: HEIC photos can’t be used. Save/, undefined, SLOW),
  ).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
})

it('is uploaded again by a press after the server was away', async () => {
  server.use(http.post(`${API}/assets`, () => HttpResponse.error()))
  const { user } = renderApp('/c')
  await box()
  fireEvent.change(screen.getByTestId('picker'), { target: { files: [file('a.png')] } })
  const again = await screen.findByRole('button', { name: 'Try again' }, SLOW)
  playUploads()
  await user.click(again)
  await waitFor(() => expect(screen.queryByText(/can’t be reached/)).toBeNull(), SLOW)
  expect(chips()).toHaveLength(1)
})

it('is refused for good where the server says so', async () => {
  server.use(http.post(`${API}/assets`, () => problem(422, 'image_too_large')))
  renderApp('/c')
  await box()
  fireEvent.change(screen.getByTestId('picker'), { target: { files: [file('a.png')] } })
  expect(await screen.findByText(/This picture is too large\.$/, undefined, SLOW)).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
})

it('changes its place by buttons', async () => {
  playUploads()
  const { user } = renderApp('/c')
  await box()
  fireEvent.change(screen.getByTestId('picker'), { target: { files: [file('a.png'), file('b.png')] } })
  await user.click(await screen.findByRole('button', { name: 'Move input 2 forward' }, SLOW))
  expect(screen.getByRole('button', { name: 'Move input 1 back' })).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Move input 1 forward' })).toBeNull()
})

it('is chosen among own pictures, found by words, and taken away again', async () => {
  const asked: string[] = []
  server.use(
    http.get(`${API}/gallery`, ({ request }) => {
      const query = new URL(request.url).searchParams
      asked.push(`${query.get('kind')} ${query.get('q') ?? ''}`.trim())
      const made = { asset, kind: 'output', prompt: 'A red boat', created_at: '2030-01-01T00:00:00Z' }
      const sent = { asset: { ...asset, id: 'up' }, kind: 'input', created_at: '2030-01-02T00:00:00Z' }
      return HttpResponse.json({ items: query.get('kind') === 'input' ? [sent] : [made] })
    }),
  )
  const { user } = renderApp('/c')
  await box()
  await user.click(screen.getByRole('button', { name: /^Attach pictures/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Your pictures' }, SLOW))
  const dialog = await screen.findByRole('dialog', { name: 'Your pictures' }, SLOW)
  await user.type(within(dialog).getByRole('textbox', { name: 'Search your prompts' }), 'boat')
  await waitFor(() => expect(asked).toEqual(['output', 'output boat']), SLOW)
  const boat = await within(dialog).findByRole('button', { name: 'A red boat' }, SLOW)
  await user.click(boat)
  expect(boat).toHaveAttribute('aria-pressed', 'true')
  await user.click(within(dialog).getByText('Uploaded'))
  await user.click(await within(dialog).findByRole('button', { name: /^Uploaded on 2 Jan/ }, SLOW))
  expect(asked).toContain('input')
  await user.click(within(dialog).getByRole('button', { name: 'Done' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(chips()).toHaveLength(2)
})

it('leaves the own pictures that are here where older ones can’t be had, and has new ones when it opens again', async () => {
  let opened = 0
  let away = true
  server.use(
    http.get(`${API}/gallery`, ({ request }) => {
      const item = { asset, kind: 'output', created_at: '2030-01-01T00:00:00Z' }
      if (new URL(request.url).searchParams.has('cursor'))
        return away
          ? problem(503, 'busy')
          : HttpResponse.json({ items: [{ ...item, asset: { ...asset, id: 'older' }, prompt: 'Older' }] })
      opened += 1
      return HttpResponse.json({ items: [{ ...item, prompt: `Boat ${opened}` }], next_cursor: 'older' })
    }),
  )
  const { user } = renderApp('/c')
  await box()
  const open = async () => {
    await user.click(screen.getByRole('button', { name: /^Attach pictures/ }))
    await user.click(await screen.findByRole('menuitem', { name: 'Your pictures' }, SLOW))
    return within(await screen.findByRole('dialog', { name: 'Your pictures' }, SLOW))
  }
  const first = await open()
  await first.findByRole('button', { name: 'Boat 1' }, SLOW)
  await user.click(first.getByRole('button', { name: 'Older' }))
  const again = await first.findByRole('button', { name: 'Try again' }, SLOW)
  expect(first.getByRole('button', { name: 'Boat 1' })).toBeVisible()
  away = false
  await user.click(again)
  expect(await first.findByRole('button', { name: 'Older' }, SLOW)).toBeVisible()
  await user.click(first.getByRole('button', { name: 'Done' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  const second = await open()
  expect(await second.findByRole('button', { name: 'Boat 2' }, SLOW)).toBeVisible()
})

it('sends on Enter alone where the customer wants that, and Shift begins a line', async () => {
  let sent = 0
  server.use(
    http.post(`${API}/turns`, () => {
      sent += 1
      return HttpResponse.json({ turn: turn(), conversation }, { status: 202 })
    }),
    http.get(`${API}/conversations/:id`, () => HttpResponse.json({ conversation })),
    http.get(`${API}/generations`, () => HttpResponse.json({ generations: [generation()] })),
  )
  const { user } = renderApp('/c')
  await user.type(await box(), 'One{Enter}two')
  expect(sent).toBe(0)
  enterSends.set(true)
  await user.keyboard('{Shift>}{Enter}{/Shift}three')
  expect(await box()).toHaveValue('One\ntwo\nthree')
  expect(sent).toBe(0)
  await user.keyboard('{Enter}')
  await waitFor(() => expect(sent).toBe(1))
})

it('is not sent by itself when the network comes back', async () => {
  let sent = 0
  server.use(
    http.post(`${API}/turns`, () => {
      sent += 1
      return HttpResponse.error()
    }),
  )
  const { user } = renderApp('/c')
  await user.type(await box(), 'A red boat')
  const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  fireEvent(window, new Event('offline'))
  expect(await screen.findByText(/You are offline.*sent when you press Generate again/)).toBeVisible()
  await user.keyboard('{Control>}{Enter}{/Control}')
  await waitFor(() => expect(screen.getByRole('button', { name: /^Generate/ })).toBeEnabled(), SLOW)
  expect(screen.getByText(/You are offline/)).toBeVisible()
  const tried = sent
  onLine.mockReturnValue(true)
  fireEvent(window, new Event('online'))
  await waitFor(() => expect(screen.queryByText(/You are offline/)).toBeNull())
  expect(sent).toBe(tried)
  expect(await box()).toHaveValue('A red boat')
})
