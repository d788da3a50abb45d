import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'
import { downloadFrom } from '~/lib/download'
import { openAct, playAct, SLOW, startAtDesk, tell } from '~/test/adminDesk'
import { adminPayment, paymentFile } from '~/test/adminSamples'
import { renderApp } from '~/test/renderApp'
import { problem } from '~/test/server'

vi.mock('~/lib/download', () => ({ downloadFrom: vi.fn() }))

startAtDesk()

let file = paymentFile()
beforeEach(() => {
  file = paymentFile()
  tell('payments/payment-9', () => file)
})

const settled = () => {
  file = paymentFile({
    payment: { ...adminPayment({ state: 'paid', in_review: false }), settled_at: '2030-01-02T00:00:00Z' },
    acts: ['keep'],
  })
  return file
}

async function open() {
  const app = renderApp('/admin/payments/payment-9')
  await screen.findByRole('heading', { level: 1, name: /Payment of (US)?\$9\.00 by anna@example\.com/ }, SLOW)
  return { ...app, page: within(screen.getByRole('main')) }
}

it('leads with the open question, and has what was asked, what came, and what was told', async () => {
  const { page } = await open()
  expect(page.getByText('Less came than was asked for.')).toBeVisible()
  expect(page.getByText('0.00004 of 0.00009841 BTC')).toBeVisible()
  const money = within(page.getByRole('region', { name: 'Money' }))
  expect(money.getByText('0.00009841 BTC')).toBeVisible()
  expect(money.getByText('0.00004 BTC')).toBeVisible()
  const told = within(page.getByRole('list', { name: 'What happened' }))
  expect(told.getByText('The processor told us')).toBeVisible()
  expect(told.getByText('less came than was asked for')).toBeVisible()
  expect(told.getByText('Being looked at')).toBeVisible()
})

it('activates an under-paid month for a reason', async () => {
  const bodies = playAct('payments/payment-9/settle', settled)
  const { user, page } = await open()
  const dialog = await openAct(user, 'Activate the month')
  await user.type(dialog.getByLabelText(/Reason/), 'a cent short')
  await user.click(dialog.getByRole('button', { name: 'Activate it' }))
  expect(await page.findByText(/Settled: the month has begun/)).toBeVisible()
  expect(bodies).toEqual([{ act: 'activate', reason: 'a cent short' }])
  expect(page.getByRole('button', { name: 'Let the customer keep the month' })).toBeVisible()
  expect(page.queryByRole('button', { name: 'Activate the month' })).toBeNull()
})

it('grants requests, and says in the server’s words why it didn’t', async () => {
  const bodies = playAct('payments/payment-9/settle', settled, [() => problem(409, 'no_current_month')])
  const { user, page } = await open()
  const dialog = await openAct(user, 'Grant requests instead')
  await user.type(dialog.getByLabelText(/Requests/), '800')
  await user.type(dialog.getByLabelText(/Reason/), 'what the money is worth')
  await user.click(dialog.getByRole('button', { name: 'Grant them' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('The customer has no current month.')
  await user.click(dialog.getByRole('button', { name: 'Grant them' }))
  expect(await page.findByText('Settled: the requests are granted.')).toBeVisible()
  expect(bodies[1]).toEqual({ act: 'grant', requests: 800, reason: 'what the money is worth' })
})

it('notes a refund with where it went, how much and in which transaction', async () => {
  const bodies = playAct('payments/payment-9/settle', settled)
  const { user, page } = await open()
  const dialog = await openAct(user, 'Note a refund')
  expect(dialog.getByText(/Nothing is sent by this/)).toBeVisible()
  await user.type(dialog.getByLabelText(/Amount, in BTC/), '0.00004')
  await user.type(dialog.getByLabelText(/Sent to/), 'bc1qback')
  await user.type(dialog.getByLabelText(/In the transaction/), 'tx-back')
  await user.type(dialog.getByLabelText(/Reason/), 'wants it back')
  await user.click(dialog.getByRole('button', { name: 'Note it' }))
  expect(await page.findByText(/the refund is noted/)).toBeVisible()
  expect(bodies).toEqual([
    {
      act: 'refund_noted',
      refund: { amount: '0.00004', address: 'bc1qback', transaction: 'tx-back' },
      reason: 'wants it back',
    },
  ])
})

const others: [string, string, string, string, object][] = [
  ['confirm', 'Confirm that the money came', 'It has come', 'confirm', { reason: 'seen' }],
  ['keep', 'Let the customer keep the month', 'The month stays', 'keep', { reason: 'seen' }],
  ['reject', 'Reject', 'Nothing is due', 'settle', { act: 'reject', reason: 'seen' }],
]

it.each(others)(
  'offers to %s where the server does, and sends the reason',
  async (act, name, confirm, path, body) => {
    file = paymentFile({ acts: [act as 'confirm'] })
    const bodies = playAct(`payments/payment-9/${path}`, settled)
    const { user, page } = await open()
    const dialog = await openAct(user, name)
    await user.type(dialog.getByLabelText(/Reason/), 'seen')
    await user.click(dialog.getByRole('button', { name: confirm }))
    expect(await page.findByRole('status')).toBeVisible()
    expect(bodies).toEqual([body])
  },
)

it('asks the processor at once, and says when it doesn’t answer', async () => {
  const bodies = playAct('payments/payment-9/read', settled, [
    () => problem(503, 'processor_unavailable', 30),
  ])
  const { user, page } = await open()
  await user.click(page.getByRole('button', { name: 'Ask the processor now' }))
  expect(await page.findByRole('alert')).toHaveTextContent('Refused: processor_unavailable')
  await user.click(page.getByRole('button', { name: 'Ask the processor now' }))
  expect(await page.findByText(/this is what it tells now/)).toBeVisible()
  expect(bodies).toHaveLength(2)
})

it('hands out the proof as a file, once it is sure that the server still lets in', async () => {
  tell('switches', () => ({ items: [] }))
  const { user, page } = await open()
  await user.click(page.getByRole('button', { name: 'Download the proof' }))
  await waitFor(() => expect(downloadFrom).toHaveBeenCalledWith('/api/v1/admin/payments/payment-9/proof'))
})
