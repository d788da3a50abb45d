import { screen } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { renderApp } from '~/test/renderApp'
import { conversation, generation, me, turn } from '~/test/samples'
import { API, server } from '~/test/server'
import { writeLastPrompt } from './draft'

const SLOW = { timeout: 5_000 }
const box = () => screen.findByRole('textbox', { name: 'Prompt' }, SLOW)

it('brings back what was sent last anywhere, in a conversation that has not begun', async () => {
  writeLastPrompt(me.id, 'A red boat')
  const { user } = renderApp('/c')
  await user.type(await box(), '{ArrowUp}')
  expect(await box()).toHaveValue('A red boat')
})

it('brings back what was sent last here, and leaves what is being written alone', async () => {
  writeLastPrompt(me.id, 'Sent elsewhere')
  const made = turn({ prompt: 'A blue boat', generations: [generation({ state: 'cancelled' })] })
  server.use(
    http.get(`${API}/conversations/:id`, () => HttpResponse.json({ conversation })),
    http.get(`${API}/conversations/:id/turns`, () => HttpResponse.json({ items: [made] })),
  )
  const { user } = renderApp(`/c/${conversation.id}`)
  await screen.findByText('A blue boat', undefined, SLOW)
  await user.type(await box(), 'x{ArrowUp}')
  expect(await box()).toHaveValue('x')
  await user.clear(await box())
  await user.type(await box(), '{ArrowUp}')
  expect(await box()).toHaveValue('A blue boat')
})
