import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { playAct, SLOW, startAtDesk, tell } from '~/test/adminDesk'
import { renderApp } from '~/test/renderApp'
import { API, problem, server } from '~/test/server'

startAtDesk()

const paused = {
  name: 'generation',
  label: 'Picture generation',
  value: 'paused',
  values: ['running', 'paused'],
  text: 'Back after lunch',
  until: '2030-01-05T15:00:00Z',
  reason: 'the provider moves',
  actor: 'operator',
  changed_at: '2030-01-05T12:00:00Z',
}

const running = {
  name: 'generation',
  label: 'Picture generation',
  value: 'running',
  values: ['running', 'paused'],
}

it('says what is turned, until when, by whom and why', async () => {
  tell('switches', () => ({ items: [paused] }))
  renderApp('/admin/switches')
  const row = within(await screen.findByRole('list', { name: 'Switches' }, SLOW))
  expect(row.getByText('Paused')).toBeVisible()
  expect(row.getByText('Customers read: “Back after lunch”')).toBeVisible()
  expect(row.getByText(/Expected until/)).toBeVisible()
  expect(row.getByText(/the operator, on the command line · the provider moves/)).toBeVisible()
})

it('calls the switches what this page calls them', async () => {
  const on = { value: 'on', values: ['on', 'off'] }
  tell('switches', () => ({
    items: [
      running,
      { ...on, name: 'invoices:btcpay', label: 'Money: BTCPay' },
      { ...on, name: 'model:m-1', label: 'Pictures: Mirror: 2' },
    ],
  }))
  renderApp('/admin/switches')
  const list = within(await screen.findByRole('list', { name: 'Switches' }, SLOW))
  expect(list.getAllByRole('heading').map((one) => one.textContent)).toEqual([
    'Image generation',
    'Invoices: BTCPay',
    'Model: Mirror: 2',
  ])
})

it('pauses with a text and an expected end, and never without a reason', async () => {
  tell('switches', () => ({ items: [running] }))
  const bodies: unknown[] = []
  server.use(
    http.put(`${API}/admin/switches`, async ({ request }) => {
      bodies.push(await request.json())
      return HttpResponse.json({ items: [paused] })
    }),
  )
  const { user } = renderApp('/admin/switches')
  await user.click(await screen.findByRole('button', { name: 'Change: Image generation' }, SLOW))
  const dialog = within(await screen.findByRole('dialog', { name: 'Image generation' }, SLOW))
  await user.type(dialog.getByLabelText('What customers read'), 'Back soon')
  await user.click(dialog.getByRole('button', { name: 'Change it' }))
  expect(dialog.getByText(/Say why/)).toBeVisible()
  expect(bodies).toEqual([])
  await user.type(dialog.getByLabelText(/Reason/), 'the provider moves')
  await user.click(dialog.getByRole('button', { name: 'Change it' }))
  expect(await screen.findByText('Image generation: Paused.', undefined, SLOW)).toBeVisible()
  expect(bodies).toEqual([
    { name: 'generation', value: 'paused', text: 'Back soon', reason: 'the provider moves' },
  ])
})

it('extends all months only after it was told what that would do', async () => {
  const bodies = playAct('cycles/extend', () => ({
    dry_run: bodies.length === 1,
    cycles: 340,
    customers: 321,
  }))
  const { user } = renderApp('/admin/switches')
  const card = within(await screen.findByRole('region', { name: 'Extend all running months' }, SLOW))
  await user.type(card.getByLabelText('Hours'), '6')
  await user.type(card.getByLabelText(/Reason/), 'the outage')
  await user.click(card.getByRole('button', { name: 'See what it would do' }))
  expect(await card.findByText(/340 months, 321 customers\./)).toBeVisible()
  await user.click(card.getByRole('button', { name: 'Extend them now' }))
  expect(await card.findByText(/^Extended:/)).toBeVisible()
  const body = { hours: 6, reason: 'the outage' }
  expect(bodies).toEqual([
    { ...body, dry_run: true },
    { ...body, dry_run: false },
  ])
})

it('asks anew what it would do when the hours change, and says a refusal in words', async () => {
  const bodies = playAct('cycles/extend', () => ({ dry_run: true, cycles: 340, customers: 321 }), [
    () => problem(503, 'read_only'),
  ])
  const { user } = renderApp('/admin/switches')
  const card = within(await screen.findByRole('region', { name: 'Extend all running months' }, SLOW))
  await user.type(card.getByLabelText('Hours'), '6')
  await user.type(card.getByLabelText(/Reason/), 'the outage')
  await user.click(card.getByRole('button', { name: 'See what it would do' }))
  expect(await card.findByRole('alert')).toHaveTextContent(/read-only/)
  await user.click(card.getByRole('button', { name: 'See what it would do' }))
  await card.findByRole('button', { name: 'Extend them now' })
  await user.type(card.getByLabelText('Hours'), '0')
  await waitFor(() => expect(card.queryByRole('button', { name: 'Extend them now' })).not.toBeInTheDocument())
  expect(bodies).toHaveLength(2)
})
