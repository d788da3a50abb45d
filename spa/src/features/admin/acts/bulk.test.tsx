import { I18nProvider } from '@lingui/react'
import { i18n } from '@lingui/core'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { createQueryClient } from '~/api/queryClient'
import { BulkKeys } from '~/features/admin/key/BulkKeys'
import { BulkUsers } from '~/features/admin/user/BulkUsers'
import { openAct, playAct, startAtDesk } from '~/test/adminDesk'
import { problem } from '~/test/server'
import { theme } from '~/theme/theme'
import type { BulkReply } from '../file/types'

startAtDesk()

/** One of three has moved meanwhile. */
function reply(dry_run: boolean): BulkReply {
  return {
    dry_run,
    done: 1,
    unchanged: 1,
    refused: 1,
    rows: [
      { id: 'a', label: 'first', outcome: 'done' },
      { id: 'b', label: 'second', outcome: 'unchanged' },
      { id: 'c', label: 'third', outcome: 'refused', detail: 'it is gone' },
    ],
  }
}

function show(element: ReactNode) {
  render(
    <I18nProvider i18n={i18n}>
      <MantineProvider theme={theme} env="test">
        <QueryClientProvider client={createQueryClient()}>{element}</QueryClientProvider>
      </MantineProvider>
    </I18nProvider>,
  )
  return userEvent.setup()
}

it('shows what would become of each customer before anything is done, then what became of each', async () => {
  const bodies = playAct('users/bulk', () => reply(bodies.length === 1))
  const done = vi.fn()
  const user = show(<BulkUsers ids={['a', 'b', 'c']} onDone={done} />)
  const dialog = await openAct(user, 'Act on them')
  expect(screen.getByText('Act on 3 customers')).toBeVisible()
  expect(dialog.getByText(/Signed out everywhere/)).toBeVisible()
  await user.type(dialog.getByLabelText(/Reason/), 'one ring of them')
  await user.click(dialog.getByRole('button', { name: 'See what would be done' }))
  expect(await dialog.findByRole('status')).toHaveTextContent(
    'Suspend: nothing was done yet. 1 would be done, 1 already so, 1 refused.',
  )
  expect(dialog.getByRole('status')).toHaveFocus()
  const first = within(dialog.getByRole('table')).getAllByRole('row')[1]
  expect(first).toHaveTextContent(/third.*Refused.*it is gone/)
  expect(bodies).toEqual([
    { ids: ['a', 'b', 'c'], act: 'suspend', reason: 'one ring of them', dry_run: true },
  ])
  // Something ends by it, so one press is not enough.
  await user.click(dialog.getByRole('button', { name: 'Suspend: 1' }))
  expect(dialog.getByText('Type exactly: 1')).toBeVisible()
  expect(dialog.getByLabelText(/^Type/)).toHaveFocus()
  expect(bodies).toHaveLength(1)
  await user.type(dialog.getByLabelText(/^Type/), '1')
  await user.click(dialog.getByRole('button', { name: 'Suspend: 1' }))
  expect(await dialog.findByText(/Suspend: done\./)).toHaveTextContent('1 done, 1 already so, 1 refused.')
  expect(bodies[1]).toEqual({
    ids: ['a', 'b', 'c'],
    act: 'suspend',
    reason: 'one ring of them',
    dry_run: false,
  })
  expect(done).not.toHaveBeenCalled()
  await user.click(dialog.getByRole('button', { name: 'Done' }))
  expect(done).toHaveBeenCalledOnce()
})

it('asks for the hours only where months are extended, and goes back without having done anything', async () => {
  const bodies = playAct('users/bulk', () => reply(true), [() => problem(409, 'act_refused')])
  const done = vi.fn()
  const user = show(<BulkUsers ids={['a']} onDone={done} />)
  const dialog = await openAct(user, 'Act on them')
  expect(dialog.queryByLabelText(/Hours/)).toBeNull()
  await user.selectOptions(dialog.getByLabelText('What to do'), 'Extend the current month')
  await user.type(dialog.getByLabelText(/Hours/), '6')
  await user.type(dialog.getByLabelText(/Reason/), 'outage')
  await user.click(dialog.getByRole('button', { name: 'See what would be done' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('Refused: act_refused')
  await user.click(dialog.getByRole('button', { name: 'See what would be done' }))
  await user.click(await dialog.findByRole('button', { name: 'Back' }))
  expect(dialog.getByLabelText(/Reason/)).toHaveValue('outage')
  await user.click(dialog.getByRole('button', { name: 'Cancel' }))
  expect(done).not.toHaveBeenCalled()
  expect(bodies[1]).toEqual({ ids: ['a'], act: 'extend', hours: 6, reason: 'outage', dry_run: true })
})

it('acts on all keys of a filter', async () => {
  const bodies = playAct('keys/bulk', () => reply(true))
  const user = show(<BulkKeys filter={{ provider: 'mirror' }} count={340} onDone={() => undefined} />)
  const dialog = await openAct(user, 'Act on them')
  expect(screen.getByText('Act on 340 keys')).toBeVisible()
  await user.selectOptions(dialog.getByLabelText('What to do'), 'Set limits')
  await user.type(dialog.getByLabelText(/Requests a minute/), '60')
  await user.type(dialog.getByLabelText(/Reason/), 'their new limit')
  await user.click(dialog.getByRole('button', { name: 'See what would be done' }))
  expect(await dialog.findByRole('button', { name: 'Set limits: 1' })).toBeVisible()
  expect(dialog.queryByLabelText(/^Type/)).toBeNull()
  expect(bodies).toEqual([
    { filter: { provider: 'mirror' }, act: 'set_limits', rpm: 60, reason: 'their new limit', dry_run: true },
  ])
})

it('assigns a proxy to keys, or takes it off them', async () => {
  const bodies = playAct('keys/bulk', () => reply(true))
  const user = show(<BulkKeys ids={['a', 'b']} count={2} onDone={() => undefined} />)
  const dialog = await openAct(user, 'Act on them')
  await user.selectOptions(dialog.getByLabelText('What to do'), 'Assign a proxy')
  await user.selectOptions(dialog.getByLabelText('Proxy'), 'Amsterdam')
  await user.type(dialog.getByLabelText(/Reason/), 'moved')
  await user.click(dialog.getByRole('button', { name: 'See what would be done' }))
  await user.click(await dialog.findByRole('button', { name: 'Back' }))
  await user.selectOptions(dialog.getByLabelText('Proxy'), 'None: directly')
  await user.click(dialog.getByRole('button', { name: 'See what would be done' }))
  await dialog.findByRole('status')
  const shared = { ids: ['a', 'b'], act: 'assign_proxy', reason: 'moved', dry_run: true }
  expect(bodies).toEqual([
    { ...shared, proxy_id: 'proxy-1' },
    { ...shared, proxy_id: null },
  ])
})
