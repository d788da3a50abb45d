import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it, vi } from 'vitest'
import { renderApp } from '~/test/renderApp'
import { asset, conversation, galleryItem, generation, model, turn } from '~/test/samples'
import { API, server } from '~/test/server'

const SLOW = { timeout: 15_000 }
const PNG = Uint8Array.from('\x89PNG\r\n\x1a\n', (letter) => letter.charCodeAt(0))
const box = () => screen.findByRole('textbox', { name: 'Prompt' }, SLOW)
const replaced = () => screen.queryByText('What you had written was replaced.')
const generate = () => screen.getByRole('button', { name: /^Generate/ })
const chip = () => screen.findByRole('img', { name: 'Input 1' }, SLOW)

const boat = turn({ generations: [generation({ state: 'cancelled' })] })
const kite = turn({ ...boat, id: 'turn-2', prompt: 'A kite' })

beforeEach(() => {
  vi.stubGlobal(
    'URL',
    Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined }),
  )
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('not here')))
  server.use(
    http.get(`${API}/models`, () =>
      HttpResponse.json({ models: [{ ...model, prompt_chars_max: 1_000 }], default_model: model.id }),
    ),
    http.get(`${API}/conversations/:id`, () => HttpResponse.json({ conversation })),
    http.get(`${API}/conversations/:id/turns`, () => HttpResponse.json({ items: [boat, kite] })),
    http.get(`${API}/gallery`, () => HttpResponse.json({ items: [galleryItem(0)] })),
  )
})

function openThread() {
  const { user } = renderApp(`/c/${conversation.id}`)
  const edit = async (prompt: string) => {
    const article = await screen.findByRole('article', { name: `Prompt: ${prompt}` }, SLOW)
    await user.click(within(article).getByRole('button', { name: 'Edit prompt' }))
  }
  return { user, edit }
}

it('can be had back with its pictures where an older prompt took its place, and an upload goes on meanwhile', async () => {
  let stored: () => void = () => undefined
  server.use(
    http.post(`${API}/assets`, async () => {
      await new Promise<void>((go) => (stored = go))
      return HttpResponse.json({ asset }, { status: 201 })
    }),
  )
  const { user, edit } = openThread()
  await user.type(await box(), 'Two minutes of work')
  const files = [new File([PNG], 'a.png', { type: 'image/png' })]
  fireEvent.change(screen.getByTestId('picker'), { target: { files } })
  await chip()
  await edit('A red boat')
  expect(await box()).toHaveValue('A red boat')
  await waitFor(() => expect(replaced()).toBeVisible(), SLOW)
  stored()
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  expect(await box()).toHaveValue('Two minutes of work')
  await chip()
  await waitFor(() => expect(generate()).toBeEnabled(), SLOW)
})

it('is not missed where nobody had written it', async () => {
  const { edit } = openThread()
  await edit('A red boat')
  await edit('A kite')
  expect(await box()).toHaveValue('A kite')
  expect(replaced()).toBeNull()
})

it('can be had back where the settings of a picture of the gallery took its place', async () => {
  const { user } = renderApp('/c')
  await user.type(await box(), 'Half a thought')
  await user.click(screen.getByRole('link', { name: 'Gallery' }))
  await user.click(await screen.findByRole('link', { name: 'Generated: Boat 0' }, SLOW))
  const reuse = await screen.findByRole('button', { name: 'Reuse settings' }, SLOW)
  await waitFor(() => expect(reuse).toBeEnabled(), SLOW)
  await user.click(reuse)
  await waitFor(() => expect(replaced()).toBeVisible(), SLOW)
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  expect(await box()).toHaveValue('Half a thought')
})

const snowy = () => screen.findByRole('button', { name: /snowy evening/ }, SLOW)

it('asks for the picture that an example changes before anything is made', async () => {
  const { user } = renderApp('/c')
  await user.type(await box(), 'Mine')
  await user.click(await snowy())
  expect(await box()).toHaveValue('Keep the scene and turn it into a snowy evening')
  await waitFor(() => expect(replaced()).toBeVisible(), SLOW)
  expect(screen.getByText(/attach one first/)).toBeVisible()
  expect(generate()).toBeDisabled()
  server.use(http.post(`${API}/assets`, () => HttpResponse.json({ asset }, { status: 201 })))
  fireEvent.change(screen.getByTestId('picker'), {
    target: { files: [new File([PNG], 'a.png', { type: 'image/png' })] },
  })
  await waitFor(() => expect(generate()).toBeEnabled(), SLOW)
  expect(screen.queryByText(/attach one first/)).toBeNull()
})

it('makes a picture from the words of such an example alone where that is wanted, and always from other words', async () => {
  const { user } = renderApp('/c')
  await user.click(await snowy())
  await user.click(screen.getByRole('button', { name: 'Make one from the words alone' }))
  expect(generate()).toBeEnabled()
  await user.click(await snowy())
  expect(generate()).toBeDisabled()
  await user.clear(await box())
  await user.type(await box(), 'A red boat')
  expect(generate()).toBeEnabled()
})

it('offers no example with a picture where the model takes none', async () => {
  server.use(
    http.get(`${API}/models`, () =>
      HttpResponse.json({ models: [{ ...model, inputs_max: 0 }], default_model: model.id }),
    ),
  )
  renderApp('/c')
  await waitFor(() => expect(screen.queryByRole('button', { name: /snowy evening/ })).toBeNull(), SLOW)
  expect(await screen.findByRole('button', { name: /mountain valley/ }, SLOW)).toBeVisible()
})
