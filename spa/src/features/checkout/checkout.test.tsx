import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it, vi } from 'vitest'
import type { Plan, Processor } from '~/api/types'
import { renderApp } from '~/test/renderApp'
import { offer, payment, plan, processor, subscription } from '~/test/samples'
import { API, problem, server } from '~/test/server'

vi.mock('~/lib/rest', () => ({ rest: () => Promise.resolve() }))

const SLOW = { timeout: 15_000 }
const tron = offer({ id: 'usdttrc20', coin: 'USDT', network: 'TRON (TRC-20)', estimate: '9.013512345' })
const byHand = processor({
  id: 'manual',
  label: 'Bank transfer',
  coin_needed: false,
  by_hand: true,
  offers: [],
})

function play(processors: Processor[], plans: Plan[] = [plan]): void {
  server.use(
    http.get(`${API}/plans`, () => HttpResponse.json({ plans })),
    http.get(`${API}/processors`, () => HttpResponse.json({ processors })),
    http.get(`${API}/payments`, () => HttpResponse.json({ items: [] })),
    http.get(`${API}/payments/:id`, () => HttpResponse.json(payment())),
    http.get(`${API}/subscription`, () => HttpResponse.json({ state: 'none', queued: [] })),
  )
}

interface Placed {
  key: string | null
  body: unknown
}

/** Plays POST payments with these answers in turn. */
function playPlace(...answers: (() => Response)[]): Placed[] {
  const placed: Placed[] = []
  server.use(
    http.post(`${API}/payments`, async ({ request }) => {
      placed.push({ key: request.headers.get('idempotency-key'), body: await request.json() })
      return (answers[placed.length - 1] ?? made)()
    }),
  )
  return placed
}

const made = () => HttpResponse.json(payment(), { status: 201 })
const cut = () => HttpResponse.error()

async function open(address = '/billing/plan') {
  const app = renderApp(address)
  const main = await screen.findByRole('main', undefined, SLOW)
  return { ...app, page: within(main) }
}

it('goes from the plan over way and coin to the payment', async () => {
  play([processor({ offers: [offer(), tron] }), byHand])
  const placed = playPlace()
  const { page, user, router } = await open()
  expect(await page.findByRole('heading', { name: 'Standard' }, SLOW)).toBeVisible()
  expect(page.getByText('2,000 pictures in a month')).toBeVisible()
  const go = await page.findByRole('button', { name: 'Continue to payment' }, SLOW)
  expect(go).toBeDisabled()
  await user.click(page.getByRole('radio', { name: /BTCPay/ }))
  await user.click(await page.findByRole('radio', { name: /^USDT/ }))
  expect(page.getByText('about 9.0135 USDT')).toBeVisible()
  expect(await page.findByText('You pay $9.00 in', { exact: false })).toHaveTextContent(
    'You pay $9.00 in USDT on TRON (TRC-20).',
  )
  await user.click(go)
  await waitFor(() => expect(router.state.location.pathname).toBe('/payments/payment-1'), SLOW)
  expect(placed.map(({ body }) => body)).toEqual([
    { plan: 'standard', processor: 'btcpay', coin: 'usdttrc20' },
  ])
})

it('keeps what was chosen over a reload', async () => {
  play([processor({ offers: [offer(), tron] }), byHand])
  const { page } = await open('/billing/plan?processor=btcpay&coin=usdttrc20')
  expect(await page.findByRole('radio', { name: /^USDT/ }, SLOW)).toBeChecked()
  expect(page.getByRole('button', { name: 'Continue to payment' })).toBeEnabled()
})

it('tells a way that a person looks after, which needs no coin', async () => {
  play([processor(), byHand])
  const placed = playPlace()
  const { page, user } = await open()
  await user.click(await page.findByRole('radio', { name: /Bank transfer Confirmed by a person/ }, SLOW))
  await user.click(page.getByRole('button', { name: 'Continue to payment' }))
  await waitFor(() =>
    expect(placed.map(({ body }) => body)).toEqual([{ plan: 'standard', processor: 'manual' }]),
  )
})

it('shows a way that doesn’t answer as such, and asks it again', async () => {
  play([processor({ available: false, offers: [] })])
  const { page, user } = await open()
  expect(await page.findByText('Not available now', undefined, SLOW)).toBeVisible()
  expect(page.getByRole('radio', { name: /BTCPay/ })).toBeDisabled()
  expect(page.queryByRole('button', { name: 'Continue to payment' })).not.toBeInTheDocument()
  play([processor()])
  await user.click(page.getByRole('button', { name: 'Ask again' }))
  expect(await page.findByRole('button', { name: 'Continue to payment' }, SLOW)).toBeEnabled()
})

it('offers nothing where no coin takes so small an amount', async () => {
  play([processor({ offers: [] }), byHand])
  const { page } = await open()
  expect(await page.findByRole('radio', { name: /BTCPay None of its coins/ }, SLOW)).toBeDisabled()
})

it('finds one coin among many', async () => {
  const many = Array.from({ length: 12 }, (_, n) =>
    offer({ id: `c${n}`, coin: `C${n}`, network: `Net ${n}` }),
  )
  play([processor({ offers: [...many, tron] })])
  const { page, user } = await open()
  await user.type(await page.findByRole('searchbox', { name: 'Find a coin or a network' }, SLOW), 'tron usdt')
  expect(page.getAllByRole('radio')).toHaveLength(1)
  await user.clear(page.getByRole('searchbox'))
  await user.type(page.getByRole('searchbox'), 'nothing')
  expect(page.getByText('No coin or network is called “nothing” here.')).toBeVisible()
})

it('keeps its key over failures of the network, so that one order is one payment', async () => {
  play([processor()])
  const placed = playPlace(cut, cut, cut, made)
  const { page, user, router } = await open()
  await user.click(await page.findByRole('button', { name: 'Continue to payment' }, SLOW))
  expect(await page.findByRole('alert', undefined, SLOW)).toHaveTextContent('can’t be reached')
  await user.click(page.getByRole('button', { name: 'Continue to payment' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/payments/payment-1'), SLOW)
  expect(placed).toHaveLength(4)
  expect(new Set(placed.map(({ key }) => key)).size).toBe(1)
})

it.each([
  [502, 'processor_refused', 'Nothing was paid; choose another coin or way.'],
  [503, 'processor_unavailable', 'Nothing was paid; try again'],
  [422, 'unknown_coin', 'Choose another one.'],
  [429, 'too_many_invoices', 'Go on with one of them'],
])('says why none was made (%i %s), and is a new deed the next time', async (status, code, words) => {
  play([processor()])
  const placed = playPlace(() => problem(status, code))
  const { page, user, router } = await open()
  await user.click(await page.findByRole('button', { name: 'Continue to payment' }, SLOW))
  expect(await page.findByRole('alert', undefined, SLOW)).toHaveTextContent(words)
  await user.click(page.getByRole('button', { name: 'Continue to payment' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/payments/payment-1'), SLOW)
  expect(new Set(placed.map(({ key }) => key)).size).toBe(2)
})

it('says when a month that is bought early would begin, and leads back to a payment under way', async () => {
  play([processor()])
  const open_ = { id: 'p-1', state: 'underpaid', in_review: false } as const
  server.use(http.get(`${API}/subscription`, () => HttpResponse.json(subscription({ payment: open_ }))))
  const { page } = await open()
  expect(
    await page.findByText(/Begins when what you have paid for ends: 14 Dec 2030/, undefined, SLOW),
  ).toBeVisible()
  expect(page.getByRole('link', { name: 'Continue the payment' })).toHaveAttribute('href', '/payments/p-1')
})

it('lets one plan of several be chosen, and has words for none', async () => {
  const large: Plan = { ...plan, id: 'large', label: 'Large', price: { amount: '29.00', currency: 'USD' } }
  play([processor()], [plan, large])
  const placed = playPlace()
  const first = await open()
  await first.user.click(await first.page.findByRole('radio', { name: /^Large/ }, SLOW))
  expect(await first.page.findByRole('heading', { name: 'Large' })).toBeVisible()
  await first.user.click(await first.page.findByRole('button', { name: 'Continue to payment' }, SLOW))
  await waitFor(() => expect(placed[0]?.body).toMatchObject({ plan: 'large' }))
  first.unmount()

  play([processor()], [])
  const { page } = await open()
  expect(await page.findByText(/No plan is on sale at the moment/, undefined, SLOW)).toBeVisible()
})

it('says in the days of grace from when a month counts', async () => {
  play([processor()])
  server.use(
    http.get(`${API}/subscription`, () =>
      HttpResponse.json(subscription({ state: 'grace', grace_until: '2030-12-17T09:00:00Z' })),
    ),
  )
  const { page } = await open()
  const words = /^Counts from 14 Dec 2030.*, when your last month ended$/
  expect(await page.findByText(words, undefined, SLOW)).toBeVisible()
  expect(page.queryByText(/Begins/)).not.toBeInTheDocument()
})

it('calls a plan of several months by its months', async () => {
  play([processor()], [{ ...plan, months: 3 }])
  const { page } = await open()
  expect(await page.findByText('2,000 pictures in 3 months', undefined, SLOW)).toBeVisible()
  expect(page.getByRole('heading', { level: 1, name: 'Choose a plan' })).toBeVisible()
})
