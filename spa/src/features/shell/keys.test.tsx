import { screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newVersion } from '~/lib/newVersion'
import { enterSends } from '~/lib/preference'
import { renderApp } from '~/test/renderApp'
import { shortcutSheet } from './shortcutSheet'

const SLOW = { timeout: 15_000 }
const box = () => screen.findByRole('textbox', { name: 'Prompt' }, SLOW)

beforeEach(() => newVersion.set(false))
afterEach(() => {
  enterSends.set(false)
  shortcutSheet.set(false)
})

it('shows its keys by a key, and lets Enter alone generate', async () => {
  const { user } = renderApp('/c')
  await box()
  await user.keyboard('{Control>}/{/Control}')
  const dialog = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' }, SLOW)
  expect(dialog).toHaveTextContent('Search conversations')
  await user.click(screen.getByRole('switch', { name: /^Enter alone generates/ }))
  expect(enterSends.get()).toBe(true)
  expect(localStorage.getItem('nproxy.enter-sends')).toBe('1')
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

it('goes to a new picture by a key, from wherever it is', async () => {
  const { user, router } = renderApp('/billing/history')
  await screen.findByRole('heading', { level: 1 }, SLOW)
  await user.keyboard('{Control>}{Shift>}O{/Shift}{/Control}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/c'))
})

it('tells of a new version and leaves the moment to the customer', async () => {
  const { user } = renderApp('/c')
  await user.type(await box(), 'Half a thought')
  newVersion.set(true)
  expect(await screen.findByText(/A new version is here/, undefined, SLOW)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Reload' })).toBeVisible()
  expect(await box()).toHaveValue('Half a thought')
  expect(JSON.stringify(Object.values(localStorage))).toContain('Half a thought')
})
