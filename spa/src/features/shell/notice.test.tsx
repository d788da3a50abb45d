import { screen } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { renderApp } from '~/test/renderApp'
import { API, server } from '~/test/server'

const SLOW = { timeout: 15_000 }

function notice(body: object) {
  server.use(http.get(`${API}/notice`, () => HttpResponse.json(body)))
}

it('says what is paused in the admins\u2019 words, and until when', async () => {
  notice({
    generation_paused: true,
    read_only: false,
    text: 'We are moving to a larger server.',
    until: '2030-12-14T09:00:00Z',
  })
  renderApp('/c')
  const words = await screen.findByText('We are moving to a larger server.', undefined, SLOW)
  expect(words.closest('[role="status"]')).toHaveTextContent(
    /New pictures are paused right now\. .*We expect to be back by 14 Dec 2030/,
  )
})

it('speaks of maintenance where nothing can be changed, whatever else is off', async () => {
  notice({ generation_paused: true, read_only: true })
  renderApp('/c')
  expect(await screen.findByText(/^Maintenance: what you have is here/, undefined, SLOW)).toBeVisible()
  expect(screen.queryByText(/are paused right now/)).toBeNull()
  expect(screen.queryByText(/We expect to be back/)).toBeNull()
})

it('says nothing while everything is on', async () => {
  renderApp('/c')
  await screen.findByRole('heading', { level: 1 }, SLOW)
  expect(screen.queryByText(/paused right now|Maintenance/)).toBeNull()
})
