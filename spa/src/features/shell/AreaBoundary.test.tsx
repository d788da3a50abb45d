import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ProblemError } from '~/api/problem'
import { referenceOf } from '~/features/problems/CopyReference'
import { AreaBoundary } from './AreaBoundary'

let broken = true

function Part() {
  if (broken) throw new Error('a secret thought')
  return <p>Works</p>
}

beforeEach(() => {
  broken = true
  vi.spyOn(console, 'error').mockReturnValue(undefined)
})
afterEach(() => vi.restoreAllMocks())

it('keeps the rest of the page when a part of it breaks, and offers the ways on', async () => {
  const page = () => (
    <>
      <p>The rest</p>
      <AreaBoundary>
        <Part />
      </AreaBoundary>
    </>
  )
  const router = createRouter({
    routeTree: createRootRoute({ component: page }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  render(
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <RouterProvider router={router as never} />
      </MantineProvider>
    </I18nProvider>,
  )
  expect(await screen.findByRole('alert')).toHaveTextContent('stopped working')
  expect(screen.getByText('The rest')).toBeVisible()
  for (const name of ['Reload', 'Copy the reference'])
    expect(screen.getByRole('button', { name })).toBeVisible()
  expect(screen.getByRole('link', { name: 'New picture' })).toHaveAttribute('href', '/c')
  broken = false
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(screen.getByText('Works')).toBeVisible()
})

it('has a reference that support can find and that tells nothing of what was written', () => {
  const refused = new ProblemError({
    type: 'about:blank',
    title: 'internal',
    status: 500,
    detail: '',
    code: 'internal',
    request_id: 'r-1',
  })
  expect(referenceOf(refused)).toBe('r-1')
  expect(referenceOf(new TypeError('a secret thought'))).toMatch(/^TypeError · .*\d{4}-\d\d-\d\dT/)
  expect(referenceOf(new TypeError('a secret thought'))).not.toContain('secret')
})
