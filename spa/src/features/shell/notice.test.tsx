import { act, screen } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { renderApp } from '~/test/renderApp'
import { subscription } from '~/test/samples'
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

/** A month that ends in so many hours. */
function ends(hours: number) {
  const ends_at = new Date(Date.now() + hours * 3_600_000).toISOString()
  server.use(http.get(`${API}/subscription`, () => HttpResponse.json(subscription({ ends_at }))))
}

it('reminds of the end of the month wherever one is, once for each of seven, three and one days', async () => {
  ends(60)
  server.use(http.get(`${API}/me/sessions`, () => HttpResponse.json({ items: [] })))
  const { user, unmount, router } = renderApp('/c')
  const words = await screen.findByText(/^Your month ends in 3 days/, undefined, SLOW)
  expect(screen.getByRole('link', { name: 'Pay for another month' })).toHaveAttribute('href', '/billing/plan')
  await user.click(screen.getByRole('button', { name: 'Later' }))
  expect(words).not.toBeInTheDocument()
  await act(() => router.navigate({ to: '/settings' }))
  await screen.findByRole('heading', { level: 1, name: 'Settings' }, SLOW)
  expect(screen.queryByText(/^Your month ends in/)).toBeNull()
  unmount()
  ends(20)
  renderApp('/c')
  expect(await screen.findByText(/^Your month ends in less than a day/, undefined, SLOW)).toBeVisible()
})
