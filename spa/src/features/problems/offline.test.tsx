import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { act, render, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import type { ReactNode } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { AreaBoundary } from '~/features/shell/AreaBoundary'
import { renderApp } from '~/test/renderApp'
import { galleryItem } from '~/test/samples'
import { API, server } from '~/test/server'
import { ErrorPage } from './ErrorPage'

const SLOW = { timeout: 15_000 }

function setOnline(online: boolean): void {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(online)
  act(() => void window.dispatchEvent(new Event(online ? 'online' : 'offline')))
}

afterEach(() => {
  setOnline(true)
  vi.restoreAllMocks()
})

it('says on a page that it has no network, and shows the page by itself when it has one', async () => {
  let answer = (): Response => HttpResponse.error()
  server.use(http.get(`${API}/gallery`, () => answer()))
  const { user } = renderApp('/c')
  const gallery = await screen.findByRole('link', { name: 'Gallery' }, SLOW)
  setOnline(false)
  await user.click(gallery)
  expect(await screen.findByText(/^You are offline\. Nothing is lost/, undefined, SLOW)).toBeVisible()
  answer = () => HttpResponse.json({ items: [galleryItem(0)] })
  setOnline(true)
  expect(await screen.findByRole('link', { name: 'Generated: Boat 0' }, SLOW)).toBeVisible()
})

function Late(): never {
  throw new TypeError('Failed to fetch dynamically imported module: /assets/late.js')
}

const InArea = () => (
  <AreaBoundary>
    <Late />
  </AreaBoundary>
)

it.each<[string, () => ReactNode]>([
  ['page', Late],
  ['part of a page', InArea],
])(
  'waits for the network with a %s that was not fetched yet, and then has it brought',
  async (_, component) => {
    vi.spyOn(console, 'error').mockReturnValue(undefined)
    let asked = 0
    server.use(
      http.get(`${location.origin}/healthz`, () => {
        asked += navigator.onLine ? 1 : 0
        return HttpResponse.error()
      }),
    )
    setOnline(false)
    const router = createRouter({
      routeTree: createRootRoute({ component }),
      history: createMemoryHistory({ initialEntries: ['/'] }),
      defaultErrorComponent: ErrorPage,
    })
    render(
      <I18nProvider i18n={i18n}>
        <MantineProvider env="test">
          <RouterProvider router={router as never} />
        </MantineProvider>
      </I18nProvider>,
    )
    expect(await screen.findByText(/comes by itself when the network is back/)).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Reload' })).toBeNull()
    setOnline(true)
    // A server that is there would have the page loaded anew.
    await waitFor(() => expect(asked).toBe(1))
    expect(screen.getByRole('button', { name: 'Reload' })).toBeVisible()
  },
)
