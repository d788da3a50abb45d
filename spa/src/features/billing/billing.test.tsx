import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it, vi } from 'vitest'
import type { Payment, Subscription } from '~/api/types'
import { renderApp } from '~/test/renderApp'
import { payment, subscription } from '~/test/samples'
import { API, problem, server } from '~/test/server'

const SLOW = { timeout: 15_000 }
const next = {
  plan: { id: 'large', label: 'Large' },
  starts_at: '2030-12-14T09:00:00Z',
  ends_at: '2031-01-14T09:00:00Z',
}
const paid = payment({ state: 'paid', activated_at: '2030-01-01T00:05:00Z', transactions: ['tx-1'] })

interface World {
  subscription?: Subscription
  bucket?: number
  payments?: Payment[]
}

function play({ subscription: now = subscription(), bucket = 60, payments = [] }: World): void {
  server.use(
    http.get(`${API}/subscription`, () => HttpResponse.json(now)),
    http.get(`${API}/quota`, () => HttpResponse.json({ bucket, resets_at: now.ends_at })),
    http.get(`${API}/payments`, () => HttpResponse.json({ items: payments })),
  )
}

async function open(world: World) {
  play(world)
  const app = renderApp('/billing')
  await screen.findByRole('heading', { level: 1, name: 'Billing' }, SLOW)
  const main = screen.getByRole('main')
  await waitFor(() => expect(main.querySelector('#plan')).not.toBeNull(), SLOW)
  return { ...app, page: within(main) }
}

it('tells what is left in words, the period with its time zone, and how long it lasts', async () => {
  const { page } = await open({})
  expect(await page.findByText('About 60 % left')).toBeVisible()
  expect(page.getByText('Resets 14 Dec 2030')).toBeVisible()
  expect(page.getByText('Active')).toBeVisible()
  expect(page.getByText(/14 Nov 2030.*14 Dec 2030.*(UTC|GMT|CET)/)).toBeVisible()
  expect(page.getByText(/^[\d,]+ days left$/)).toBeVisible()
  expect(page.getByRole('link', { name: 'Pay for another month' })).toHaveAttribute('href', '/billing/plan')
})

const states: [string, Subscription, string, RegExp][] = [
  ['no plan', { state: 'none', queued: [] }, 'Choose a plan', /Nothing renews by itself/],
  ['a plan that ended', subscription({ state: 'ended' }), 'Renew', /It ended on 14 Dec 2030/],
  [
    'days of grace',
    subscription({ state: 'grace', grace_until: '2030-12-17T09:00:00Z' }),
    'Renew',
    /ended on 14 Dec 2030\. What is left of it can be used until 17 Dec 2030/,
  ],
]

it.each(states)('says what to do with %s', async (_, now, act, words) => {
  const { page } = await open({ subscription: now, bucket: 40 })
  expect(page.getByText(words)).toBeVisible()
  expect(page.getByRole('link', { name: act })).toHaveAttribute('href', '/billing/plan')
})

const banners: [NonNullable<Subscription['payment']>, RegExp, string][] = [
  [{ id: 'p-1', state: 'pending', in_review: false }, /A payment is waiting/, 'Continue the payment'],
  [{ id: 'p-1', state: 'underpaid', in_review: false }, /Part of your payment/, 'Continue the payment'],
  [{ id: 'p-1', state: 'confirming', in_review: false }, /We see your payment/, 'See the payment'],
  [{ id: 'p-1', state: 'creating', in_review: false }, /being prepared/, 'See the payment'],
  [{ id: 'p-1', state: 'needs_review', in_review: true }, /A person is looking/, 'See the payment'],
  [{ id: 'p-1', state: 'pending', in_review: true }, /A person is looking/, 'See the payment'],
]

it.each(banners)('leads back to a payment under way: %o', async (open_, words, act) => {
  const { page } = await open({ subscription: subscription({ payment: open_ }) })
  expect(page.getByText(words)).toBeVisible()
  expect(page.getByRole('link', { name: act })).toHaveAttribute('href', '/payments/p-1')
})

it('starts the next month only after it has said what is given up', async () => {
  const { page, user } = await open({ subscription: subscription({ queued: [next] }) })
  const bodies: unknown[] = []
  server.use(
    http.post(`${API}/subscription/start-next`, async ({ request }) => {
      bodies.push(await request.json())
      return HttpResponse.json(subscription({ plan: next.plan, ends_at: '2031-01-01T09:00:00Z' }))
    }),
  )
  expect(page.getByText('Large')).toBeVisible()
  await user.click(page.getByRole('button', { name: 'Start it now' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Start the next month now?' }, SLOW))
  expect(dialog.getByText(/would end now instead of 14 Dec 2030/)).toBeVisible()
  expect(dialog.getByText(/give up its last [\d,]+ days and about 60 % of its pictures/)).toBeVisible()
  expect(bodies).toEqual([])
  await user.click(dialog.getByRole('button', { name: 'Start it now' }))
  expect(await page.findByRole('heading', { name: 'Large' })).toBeVisible()
  expect(bodies).toEqual([{ current_ends_at: '2030-12-14T09:00:00Z' }])
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
})

it('offers the paid month first when this one is used up, and takes it up again when things changed', async () => {
  const { page, user } = await open({ subscription: subscription({ queued: [next] }), bucket: 0 })
  server.use(http.post(`${API}/subscription/start-next`, () => problem(409, 'subscription_changed')))
  await user.click(await page.findByRole('button', { name: 'Start the next month now' }))
  const dialog = within(await screen.findByRole('dialog', undefined, SLOW))
  expect(dialog.getByText(/^You give up its last [\d,]+ days\. This can’t be undone\.$/)).toBeVisible()
  await user.click(dialog.getByRole('button', { name: 'Start it now' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('Your plan has changed meanwhile.')
})

it('can be asked again where it couldn’t be told', async () => {
  play({})
  server.use(http.get(`${API}/subscription`, () => problem(503, 'database_unavailable'), { once: true }))
  const { user } = renderApp('/billing')
  const page = within(await screen.findByRole('main', undefined, SLOW))
  expect(await page.findByRole('alert', undefined, SLOW)).toHaveTextContent('We have trouble on our side.')
  await user.click(page.getByRole('button', { name: 'Try again' }))
  expect(await page.findByText('Active')).toBeVisible()
})

it('lists payments page by page, with receipts for what went through', async () => {
  play({})
  server.use(
    http.get(`${API}/payments`, ({ request }) =>
      new URL(request.url).searchParams.get('cursor') === 'older'
        ? HttpResponse.json({ items: [payment({ id: 'payment-2', state: 'expired' })] })
        : HttpResponse.json({ items: [paid], next_cursor: 'older' }),
    ),
  )
  const { user } = renderApp('/billing/history')
  const page = within(await screen.findByRole('main', undefined, SLOW))
  expect(await page.findByText('Paid', undefined, SLOW)).toBeVisible()
  await user.click(page.getByRole('button', { name: 'Older' }))
  expect(await page.findByText('Expired')).toBeVisible()
  expect(page.getAllByRole('link', { name: /^Receipt/ })).toHaveLength(1)
})

it('asks for the older payments again where they could not be had, and only for those', async () => {
  play({})
  const asked: (string | null)[] = []
  let away = true
  server.use(
    http.get(`${API}/payments`, ({ request }) => {
      const cursor = new URL(request.url).searchParams.get('cursor')
      asked.push(cursor)
      if (cursor === null) return HttpResponse.json({ items: [paid], next_cursor: 'older' })
      if (away) return problem(503, 'not_ready')
      return HttpResponse.json({ items: [payment({ id: 'payment-2', state: 'expired' })] })
    }),
  )
  const { user } = renderApp('/billing/history')
  const page = within(await screen.findByRole('main', undefined, SLOW))
  await user.click(await page.findByRole('button', { name: 'Older' }, SLOW))
  const refusal = await page.findByRole('alert')
  expect(page.getByText('Paid').compareDocumentPosition(refusal)).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
  away = false
  await user.click(within(refusal).getByRole('button', { name: 'Try again' }))
  expect(await page.findByText('Expired')).toBeVisible()
  expect(asked).toEqual([null, 'older', 'older'])
})

it('prints a receipt with all that a bookkeeper asks for', async () => {
  server.use(http.get(`${API}/payments/:id`, () => HttpResponse.json({ ...paid, received: '0.00009841' })))
  const print = vi.spyOn(window, 'print').mockReturnValue()
  const { user } = renderApp('/payments/payment-1/receipt')
  const page = within(await screen.findByRole('main', undefined, SLOW))
  expect(await page.findByText('tx-1', undefined, SLOW)).toBeVisible()
  for (const words of ['$9.00', 'Standard', 'customer@example.com', '0.00009841 BTC, Bitcoin', 'payment-1'])
    expect(page.getByText(words, { exact: false })).toBeVisible()
  await user.click(page.getByRole('button', { name: 'Print' }))
  expect(print).toHaveBeenCalledOnce()
})

it('calls what was bought for several months by its months on the receipt', async () => {
  const bought = payment({ state: 'paid', activated_at: '2030-01-02T00:00:00Z', months: 3 })
  server.use(http.get(`${API}/payments/:id`, () => HttpResponse.json(bought)))
  renderApp('/payments/payment-1/receipt')
  expect(await screen.findByRole('article', undefined, SLOW)).toHaveTextContent('2,000 pictures in 3 months')
})

it('has no receipt for what was never activated', async () => {
  server.use(http.get(`${API}/payments/:id`, () => HttpResponse.json(payment())))
  renderApp('/payments/payment-1/receipt')
  expect(
    await screen.findByText(/There is a receipt when the payment has gone through/, undefined, SLOW),
  ).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Print' })).not.toBeInTheDocument()
})

const notices: [string, World, string][] = [
  ['no plan', { subscription: { state: 'none', queued: [] } }, 'Choose a plan'],
  ['a plan that ended', { subscription: subscription({ state: 'ended' }) }, 'Renew'],
  ['days of grace', { subscription: subscription({ state: 'grace' }) }, 'Renew'],
  ['a month that is used up', { bucket: 0 }, 'Pay for another month'],
  [
    'a month that is used up before the next paid one',
    { bucket: 0, subscription: subscription({ queued: [next] }) },
    'Start the next month now',
  ],
  [
    'a payment under way',
    { subscription: { state: 'none', queued: [], payment: { id: 'p', state: 'pending', in_review: false } } },
    'See your payment',
  ],
]

it.each(notices)('is one press away from the composer with %s', async (_, world, words) => {
  play(world)
  renderApp('/c')
  const composer = within(await screen.findByRole('form', { name: 'New picture' }, SLOW))
  expect(await composer.findByRole('link', { name: words }, SLOW)).toHaveAttribute('href', '/billing')
})

it('is reached from the quota and from the account menu', async () => {
  const { user, router } = renderApp('/c')
  const quota = await screen.findByRole('link', { name: /^Pictures left:/ }, SLOW)
  expect(quota).toHaveAttribute('href', '/billing')
  play({})
  await user.click(screen.getByRole('button', { name: /^Account:/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Billing' }, SLOW))
  await waitFor(() => expect(router.state.location.pathname).toBe('/billing'), SLOW)
})
