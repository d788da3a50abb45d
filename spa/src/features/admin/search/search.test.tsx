import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { SLOW, startAtDesk, tell } from '~/test/adminDesk'
import { userFile } from '~/test/adminSamples'
import { renderApp } from '~/test/renderApp'
import type { Hit } from './hits'

startAtDesk()

const anna: Hit = { kind: 'user', id: 'user-7', label: 'anna@example.com' }
const paid: Hit = { kind: 'payment', id: 'payment-1', label: 'Invoice 17', detail: 'anna@example.com' }

async function search(words: string, items: Hit[]) {
  tell('search', () => ({ items }))
  const app = renderApp('/admin')
  await screen.findByRole('heading', { level: 1, name: 'Overview' }, SLOW)
  await app.user.keyboard('{Control>}k{/Control}')
  const dialog = within(await screen.findByRole('dialog', { name: 'Search everything' }, SLOW))
  await app.user.type(dialog.getByRole('searchbox'), words)
  return { ...app, dialog }
}

it('goes straight to what is found alone', async () => {
  tell('users/user-7', () => userFile())
  const { user, router } = await search('anna@example.com', [anna])
  await user.keyboard('{Enter}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/admin/users/user-7'), SLOW)
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
})

it('leads from the id of a month to its customer', async () => {
  tell('users', () => ({ items: [], total: { count: 0, more: false } }))
  const month: Hit = { kind: 'cycle', id: 'month-1', label: 'Standard', detail: 'anna+1@example.com' }
  const { user, router } = await search('month-1', [month])
  await user.keyboard('{Enter}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/admin/users'), SLOW)
  expect(router.state.location.search).toEqual({ q: 'anna+1@example.com' })
})

it('groups what is found by its kind, and goes through it with the arrow keys', async () => {
  const { user, dialog } = await search('anna', [paid, anna])
  const first = await dialog.findByRole('link', { name: 'anna@example.com' }, SLOW)
  expect(dialog.getAllByRole('heading', { level: 3 }).map((one) => one.textContent)).toEqual([
    'Users',
    'Payments',
  ])
  await user.keyboard('{Enter}')
  expect(dialog.getByRole('searchbox')).toBeVisible()
  await user.keyboard('{ArrowDown}')
  expect(first).toHaveFocus()
  await user.keyboard('{ArrowDown}')
  expect(dialog.getByRole('link', { name: /Invoice 17/ })).toHaveFocus()
})

it('says that nothing is found, and asks for more letters first', async () => {
  const { user, dialog } = await search('an', [])
  expect(dialog.getByText(/Three letters or more/)).toBeVisible()
  await user.keyboard('na')
  expect(await dialog.findByText('Nothing is found by that.', undefined, SLOW)).toBeVisible()
})
