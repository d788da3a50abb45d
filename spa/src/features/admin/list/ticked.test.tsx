import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { playAct, SLOW, startAtDesk, tell } from '~/test/adminDesk'
import { adminKey as key } from '~/test/adminSamples'
import { renderApp } from '~/test/renderApp'
import { isChosen, NONE, toggle, togglePage } from './chosen'

startAtDesk()

it('ticks rows one by one and by the page, and keeps those of other pages', () => {
  const one = toggle(NONE, 'x', ['a', 'b'])
  const all = togglePage(one, ['a', 'b'])
  expect(['x', 'a', 'b'].every((id) => isChosen(all, id))).toBe(true)
  expect(togglePage(all, ['a', 'b'])).toEqual({ all: false, ids: new Set(['x']) })
  expect(toggle({ all: true }, 'a', ['a', 'b'])).toEqual({ all: false, ids: new Set(['b']) })
})

it('acts on whatever the filter finds, without naming each', async () => {
  const items = [key({ id: 'key-1', label: 'One' }), key({ id: 'key-2', label: 'Two' })]
  tell('keys', () => ({ items, next_cursor: 'c', total: { count: 340, more: false } }))
  const bodies = playAct('keys/bulk', () => ({
    dry_run: true,
    done: 340,
    unchanged: 0,
    refused: 0,
    rows: [],
  }))
  const { user } = renderApp('/admin/keys?state=disabled')
  await user.click(await screen.findByRole('checkbox', { name: 'Tick One' }, SLOW))
  expect(screen.getByText('1 selected')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Select all 340 that match' }))
  expect(screen.getByText('All 340 selected')).toBeVisible()
  expect(screen.getByRole('checkbox', { name: 'Tick Two' })).toBeChecked()
  await user.click(screen.getByRole('button', { name: 'Act on them' }))
  await user.type(await screen.findByLabelText(/Reason/, undefined, SLOW), 'paid')
  await user.click(screen.getByRole('button', { name: 'See what would be done' }))
  await waitFor(() => expect(bodies).toMatchObject([{ filter: { state: 'disabled' }, act: 'activate' }]))
  expect(bodies[0]).not.toHaveProperty('ids')
})

it('lets go of what was ticked when the filter changes', async () => {
  tell('keys', () => ({ items: [key({ id: 'key-1', label: 'One' })], total: { count: 1, more: false } }))
  const { user } = renderApp('/admin/keys')
  await user.click(await screen.findByRole('checkbox', { name: 'Tick One' }, SLOW))
  await user.click(screen.getByRole('button', { name: 'Disabled' }))
  await waitFor(() => expect(screen.queryByText('1 selected')).not.toBeInTheDocument())
})
