import { act, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { afterEach, expect, it, vi } from 'vitest'
import { renderApp } from '~/test/renderApp'
import { asset, conversation, generation, turn } from '~/test/samples'
import { API, server } from '~/test/server'

const SLOW = { timeout: 15_000 }

function setVisibility(state: DocumentVisibilityState): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
}

afterEach(() => vi.restoreAllMocks())

it('tells in the title what became ready while nobody looked, until somebody looks', async () => {
  const slots = [0, 1, 2].map((slot) => generation({ id: `generation-${slot}`, slot }))
  const [first, second, third] = slots
  const done = [
    { ...first, state: 'succeeded', asset },
    { ...second, state: 'succeeded', asset },
    { ...third, state: 'cancelled' },
  ]
  const answers: ((reply: Response) => void)[] = []
  server.use(
    http.get(`${API}/conversations/:id`, () => HttpResponse.json({ conversation })),
    http.get(`${API}/conversations/:id/turns`, () =>
      HttpResponse.json({ items: [turn({ generations: slots, batch_size: 3 })] }),
    ),
    http.get(`${API}/generations`, () => new Promise<Response>((answer) => answers.push(answer))),
  )
  renderApp(`/c/${conversation.id}`)
  await screen.findByRole('article', undefined, SLOW)
  expect(document.title).toBe('A red boat · nproxy')

  setVisibility('hidden')
  await waitFor(() => expect(answers).not.toHaveLength(0))
  for (const answer of answers) answer(HttpResponse.json({ generations: done }))
  await waitFor(() => expect(document.title).toBe('(2 ready) A red boat · nproxy'))

  setVisibility('visible')
  await waitFor(() => expect(document.title).toBe('A red boat · nproxy'))
})
