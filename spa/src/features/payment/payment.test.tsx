import { act, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { afterEach, expect, it, vi } from 'vitest'
import type { Payment } from '~/api/types'
import { renderApp } from '~/test/renderApp'
import { me, payment, processor, type Optional } from '~/test/samples'
import { API, problem, server } from '~/test/server'

const SLOW = { timeout: 15_000 }
/** What our page has nothing of where the processor's has it. */
const ELSEWHERE: Optional[] = ['coin', 'network', 'address', 'asked', 'pay_uri']
const activated_at = '2030-01-02T00:00:00Z'
const period = { starts_at: '2020-01-02T00:00:00Z', ends_at: '2099-02-02T00:00:00Z' }

/** Plays the payment; what `change` returns is told to the question that waits. */
function play(first: Payment) {
  const waiting: ((answer: Response) => void)[] = []
  const asked: (string | null)[] = []
  server.use(
    http.get(`${API}/payments/:id`, ({ request }) => {
      asked.push(request.headers.get('if-none-match'))
      if (new URL(request.url).searchParams.has('wait'))
        return new Promise<Response>((answer) => waiting.push(answer))
      return HttpResponse.json(first, { headers: { etag: '"1"' } })
    }),
    http.get(`${API}/payments`, () => HttpResponse.json({ items: [first] })),
    http.get(`${API}/processors`, () =>
      HttpResponse.json({ processors: [processor()], support: 'help@example.com' }),
    ),
  )
  const change = async (next: Payment, etag = '"2"') => {
    await waitFor(() => expect(waiting).not.toHaveLength(0), SLOW)
    act(() => waiting.shift()?.(HttpResponse.json(next, { headers: { etag } })))
  }
  return { waiting, asked, change }
}

async function open(first: Payment) {
  const played = play(first)
  const app = renderApp('/payments/payment-1')
  const page = await screen.findByRole('main', undefined, SLOW)
  await within(page).findByText('We never ask for a seed phrase, a private key or a password.', {
    exact: false,
  })
  return { ...app, ...played, page: within(page) }
}

const heading = (name: string) => screen.findByRole('heading', { level: 1, name }, SLOW)

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

it('tells the exact amount, the address and the network, each to be copied', async () => {
  const { page, user } = await open(payment())
  await heading('Waiting for your payment')
  expect(page.getByText('0.00009841 BTC', { selector: '[data-size="amount"]' })).toBeVisible()
  expect(page.getByText('Only BTC on Bitcoin. Money sent on another network is lost.')).toBeVisible()
  expect(await page.findByRole('img', { name: 'QR code for your wallet' }, SLOW)).toBeVisible()
  expect(page.getByRole('link', { name: 'Open in wallet' })).toHaveAttribute(
    'href',
    'bitcoin:bc1qaddress?amount=0.00009841',
  )
  await user.click(page.getByRole('button', { name: 'Copy: Send exactly' }))
  expect(await navigator.clipboard.readText()).toBe('0.00009841')
  await user.click(page.getByRole('button', { name: 'Copy: Address' }))
  expect(await page.findByRole('button', { name: 'Copied: Address' })).toHaveTextContent('Copied')
  expect(await navigator.clipboard.readText()).toBe('bc1qaddress')
  expect(page.getByRole('link', { name: 'help@example.com' })).toHaveAttribute(
    'href',
    'mailto:help@example.com',
  )
})

it('shows a memo as large as the address, and what becomes of money without it', async () => {
  const { page } = await open(payment({ memo: '2749' }, ['pay_uri']))
  expect(page.getByRole('button', { name: /^Copy: Memo/ })).toBeVisible()
  expect(page.getByText('2749')).toBeVisible()
  expect(page.getByText(/Without this memo your money is lost/)).toBeVisible()
  expect(page.queryByRole('link', { name: 'Open in wallet' })).not.toBeInTheDocument()
})

it('leads to the processor where coin and address are on its page', async () => {
  const there = payment({ pay_url: 'https://pay.example.com/i/1' }, ELSEWHERE)
  const { page } = await open(there)
  expect(page.getByRole('link', { name: 'Open payment page' })).toHaveAttribute(
    'href',
    'https://pay.example.com/i/1',
  )
  expect(page.getByText('$9.00', { selector: '[data-size="amount"]' })).toBeVisible()
})

it('goes on screen from waiting to seen to active, and then asks again for plan and quota', async () => {
  const { change, asked, waiting, page } = await open(payment())
  await heading('Waiting for your payment')
  let quotas = 0
  server.use(
    http.get(`${API}/quota`, () => {
      quotas += 1
      return HttpResponse.json({ bucket: 100 })
    }),
  )
  await change(
    payment({ state: 'confirming', confirmations: 0, confirmations_needed: 2, received: '0.00009841' }),
  )
  await heading('We see your payment')
  expect(page.getByText('0 of 2 confirmations')).toBeVisible()
  expect(page.getByText(/You may close this page/)).toBeVisible()
  await change(payment({ state: 'confirming', confirmations: 1, confirmations_needed: 2 }), '"3"')
  await heading('Your payment is being confirmed')
  const before = quotas
  await change(payment({ state: 'paid', activated_at, period }), '"4"')
  await heading('Your payment went through')
  expect(page.getByRole('link', { name: 'Receipt' })).toHaveAttribute('href', '/payments/payment-1/receipt')
  await waitFor(() => expect(quotas).toBeGreaterThan(before))
  expect(screen.getByText('Your payment went through', { selector: '[role=status]' })).toBeInTheDocument()
  // The first answer's name is sent with the first question that waits; at the end nobody asks any more.
  expect(asked).toEqual([null, '"1"', '"2"', '"3"'])
  expect(waiting).toHaveLength(0)
})

it('asks for the rest of a partial payment, and only for the rest', async () => {
  const { page } = await open(
    payment({ state: 'underpaid', received: '0.00005', missing: '0.00004841', transactions: ['tx-1'] }),
  )
  await heading('Part of it has arrived')
  expect(page.getByText('0.00005 BTC', { selector: 'strong' })).toBeVisible()
  expect(page.getAllByText('0.00004841 BTC')).toHaveLength(2)
  expect(page.getByRole('button', { name: 'Copy: Send the rest, exactly' })).toBeVisible()
  expect(page.getByRole('link', { name: 'Open in wallet' })).toHaveAttribute(
    'href',
    'bitcoin:bc1qaddress?amount=0.00004841',
  )
})

it('starts a new payment from an expired one in one press', async () => {
  const { page, user, router } = await open(payment({ state: 'expired' }))
  await heading('The time for this payment is over')
  expect(page.getByText(/Money sent after that is still looked for/)).toBeVisible()
  const bodies: unknown[] = []
  server.use(
    http.post(`${API}/payments`, async ({ request }) => {
      bodies.push(await request.json())
      return HttpResponse.json(payment({ id: 'payment-2' }), { status: 201 })
    }),
  )
  await user.click(page.getByRole('button', { name: 'Start a new payment' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/payments/payment-2'), SLOW)
  expect(bodies).toEqual([{ plan: 'standard', processor: 'btcpay', coin: 'BTC-CHAIN' }])
})

it('has a payment that nobody sees looked for', async () => {
  const { page, user } = await open(payment({ state: 'expired' }))
  const bodies: unknown[] = []
  server.use(
    http.post(`${API}/payments/:id/report`, async ({ request }) => {
      bodies.push(await request.json())
      if (bodies.length === 1) return problem(422, 'tx_id_invalid')
      return HttpResponse.json(payment({ state: 'expired', in_review: true, reported_at: activated_at }))
    }),
  )
  await user.click(page.getByRole('button', { name: 'I paid, but see nothing here' }))
  await user.type(page.getByRole('textbox', { name: 'Transaction id' }), ' what? ')
  await user.click(page.getByRole('button', { name: 'Ask us to look for it' }))
  expect(await page.findByText('This doesn’t look like a transaction id.')).toBeVisible()
  await user.clear(page.getByRole('textbox', { name: 'Transaction id' }))
  await user.type(page.getByRole('textbox', { name: 'Transaction id' }), 'abc123')
  await user.click(page.getByRole('button', { name: 'Ask us to look for it' }))
  expect(await page.findByText(/You told us on .* that you have paid/)).toBeVisible()
  expect(bodies).toEqual([{ tx_id: 'what?' }, { tx_id: 'abc123' }])
  expect(page.queryByRole('button', { name: 'I paid, but see nothing here' })).not.toBeInTheDocument()
})

const byHand = { by_hand: true, instructions: 'IBAN 1\n  BIC 2' }
const refund = { address: 'bc1qback', amount: '0.00009', transaction: 'tx-9' }
const ends: [string, Partial<Payment>, string, RegExp][] = [
  ['is prepared', { state: 'creating' }, 'Preparing your payment', /nothing to pay yet/],
  [
    'takes long to prepare',
    { state: 'creating', created_at: '2020-01-01T00:00:00Z' },
    'Preparing your payment',
    /longer than usual/,
  ],
  ['is taken by a person', byHand, 'How to pay', /IBAN 1/],
  [
    'came late',
    { state: 'paid_late', activated_at, period },
    'Your payment went through',
    /counts all the same/,
  ],
  [
    'was too much',
    { state: 'overpaid', activated_at, period, in_review: true, received: '0.0002' },
    'Your payment went through',
    /0\.0002 BTC came, 0\.00009841 BTC was asked/,
  ],
  ['failed', { state: 'failed' }, 'This payment couldn’t be made', /Nothing was paid by it/],
  ['was closed', { state: 'failed', settlement: 'rejected' }, 'This payment was closed', /found nothing/],
  [
    'was settled otherwise',
    { state: 'paid', settlement: 'granted' },
    'Added to your current month',
    /added pictures/,
  ],
  [
    'was sent back',
    { state: 'refunded', refund },
    'Your money was sent back',
    /0\.00009 BTC went to bc1qback/,
  ],
  [
    'is in review',
    { state: 'needs_review', in_review: true, received: '0.00004' },
    'A person is looking at this payment',
    /Don’t send anything again\. Look at this page again for the outcome/,
  ],
]

it.each(ends)('has words of its own for one that %s', async (_, change, title, words) => {
  const { page } = await open(payment(change))
  await heading(title)
  expect(page.getByText(words)).toBeVisible()
})

const reported = { in_review: true, reported_at: activated_at }

it.each(['expired', 'failed'] as const)(
  'offers no second payment while one that %s is looked for',
  async (state) => {
    const { page } = await open(payment({ state, ...reported }))
    expect(await page.findByText(/Don’t send anything again/, undefined, SLOW)).toBeVisible()
    expect(page.getByRole('link', { name: 'To Billing' })).toBeVisible()
    expect(page.queryByRole('button', { name: 'Start a new payment' })).not.toBeInTheDocument()
    expect(page.queryByRole('link', { name: 'Pay in another way' })).not.toBeInTheDocument()
  },
)

it.each<[string, Partial<Payment>, string]>([
  ['waits', {}, 'bc1qaddress'],
  ['came in part', { state: 'underpaid', received: '0.00005', missing: '0.00004841' }, 'bc1qaddress'],
  ['a person takes', { by_hand: true, instructions: 'IBAN 1' }, 'IBAN 1'],
])('folds away what was to be sent while one that %s is looked at', async (_, change, told) => {
  const { page, user } = await open(payment({ ...change, in_review: true }))
  expect(await page.findByText(/Don’t send anything again/, undefined, SLOW)).toBeVisible()
  expect(page.getByText(told, { selector: 'details *' })).not.toBeVisible()
  expect(page.queryByText(/Send the rest to the same address/)).not.toBeInTheDocument()
  expect(page.queryByText(/This amount holds/)).not.toBeInTheDocument()
  await user.click(page.getByText('Payment data'))
  expect(page.getByText(told, { selector: 'details *' })).toBeVisible()
})

it.each<[string, Partial<Payment>, string]>([
  ['waits', {}, 'bc1qaddress'],
  ['came in part', { state: 'underpaid', received: '0.00005', missing: '0.00004841' }, 'bc1qaddress'],
  ['a person takes', { by_hand: true, instructions: 'IBAN 1' }, 'IBAN 1'],
])(
  'has nothing more sent for one that %s once its time is over, whatever the server still says',
  async (_, change, told) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime('2030-01-01T00:00:00Z')
    const { page } = await open(payment({ ...change, expires_at: '2030-01-01T01:00:00Z' }))
    expect(await page.findByText(told, { selector: 'main *' }, SLOW)).toBeVisible()
    vi.setSystemTime('2030-01-01T01:00:00Z')
    expect(await page.findByText(/^The time is over\. Don’t send now/, undefined, SLOW)).toBeVisible()
    expect(page.getByText(told, { selector: 'details *' })).not.toBeVisible()
    expect(page.queryByText(/Send the rest to the same address/)).not.toBeInTheDocument()
    expect(page.queryByText(/This amount holds/)).not.toBeInTheDocument()
  },
)

it.each<[string, Partial<Payment>]>([
  ['was reported', { state: 'expired', ...reported }],
  ['came short', { state: 'underpaid', in_review: true }],
  ['doesn’t match', { state: 'needs_review', in_review: true }],
])('promises no mail about one that %s, as not every outcome sends one', async (_, change) => {
  const { page } = await open(payment(change))
  expect(await page.findByText(/Look at this page again for the outcome/, undefined, SLOW)).toBeVisible()
  expect(page.queryByText(/we will write/)).not.toBeInTheDocument()
})

it('asks openly whether a person’s payment that ran out was paid', async () => {
  const { page, user } = await open(payment({ state: 'expired', by_hand: true }, ELSEWHERE))
  await heading('The time for this payment is over')
  expect(page.getByText('If you have paid, tell us below; a person confirms it.')).toBeVisible()
  expect(page.queryByText(/to this address|needn’t do anything/)).not.toBeInTheDocument()
  expect(page.queryByRole('button', { name: 'I paid, but see nothing here' })).not.toBeInTheDocument()
  server.use(
    http.post(`${API}/payments/:id/report`, () =>
      HttpResponse.json(payment({ state: 'expired', by_hand: true, ...reported }, ELSEWHERE)),
    ),
  )
  await user.type(page.getByRole('textbox', { name: 'Transaction id' }), 'abc123')
  await user.click(page.getByRole('button', { name: 'Ask us to look for it' }))
  expect(await page.findByText(/You told us on .* that you have paid/)).toBeVisible()
  expect(page.queryByText(/tell us below/)).not.toBeInTheDocument()
})

const tooMuch = { state: 'overpaid', activated_at, period, received: '0.0002' } as const

it.each<[string, Partial<Payment>, RegExp | null]>([
  ['nothing yet', {}, /Write to support about the difference/],
  ['its return', { settlement: 'refund_noted', refund }, /^0\.00009 BTC was sent back\.$/],
  ['pictures', { settlement: 'granted' }, /pictures were added to your month/],
  ['nothing at all', { settlement: 'rejected' }, null],
])('tells what became of the difference of one that was too much: %s', async (_, change, words) => {
  const { page } = await open(payment({ ...tooMuch, ...change }))
  await heading('Your payment went through')
  const all = [/Write to support about/, /was sent back/, /pictures were added/]
  const said = all.filter((one) => page.queryByText(one) !== null)
  expect(said).toHaveLength(words === null ? 0 : 1)
  if (words !== null) expect(page.getByText(words)).toBeVisible()
})

it('keeps the line breaks of a person’s instructions', async () => {
  const { page } = await open(payment(byHand, ELSEWHERE))
  expect(page.getByText(/IBAN 1/).textContent).toBe('IBAN 1\n  BIC 2')
  expect(page.getByRole('button', { name: 'Copy: Quote this reference' })).toBeVisible()
})

it('says that a month which was bought early begins later', async () => {
  const later = { starts_at: '2099-01-02T00:00:00Z', ends_at: '2099-02-02T00:00:00Z' }
  const { page } = await open(payment({ state: 'paid', activated_at, period: later }))
  expect(page.getByText(/^Begins on 2 Jan 2099.*when your current month ends/)).toBeVisible()
})

it('stops asking while nobody looks, and goes on with the name of the last answer', async () => {
  const { asked, waiting, change } = await open(payment())
  await waitFor(() => expect(waiting).toHaveLength(1), SLOW)
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
  waiting.length = 0
  const before = asked.length
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible')
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
  await change(payment({ state: 'confirming' }))
  await heading('We see your payment')
  expect(asked[before]).toBe('"1"')
})

it('keeps amount and address on screen when the connection is lost', async () => {
  const { page, waiting } = await open(payment())
  await waitFor(() => expect(waiting).toHaveLength(1), SLOW)
  act(() => waiting.shift()?.(HttpResponse.error()))
  expect(await page.findByText(/The connection is lost/)).toBeVisible()
  expect(page.getByText('bc1qaddress', { selector: '[data-size]' })).toBeVisible()
})

it('answers a foreign payment like one that was never there', async () => {
  server.use(http.get(`${API}/payments/:id`, () => problem(404, 'not_found')))
  renderApp('/payments/payment-9')
  await heading('Nothing here')
})

it('has the customer sign in again when the session ends meanwhile, and goes on listening', async () => {
  const { page, user, waiting, change } = await open(payment())
  server.use(http.post(`${API}/auth/login`, () => HttpResponse.json({ user: me })))
  const refuse = async () => {
    await waitFor(() => expect(waiting).not.toHaveLength(0), SLOW)
    act(() => waiting.shift()?.(problem(401, 'not_signed_in')))
  }
  await refuse()
  await screen.findByText('Your session has ended', undefined, SLOW)
  await user.type(screen.getByLabelText('Password'), 'a password')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  // The question that waited is asked again, and is refused once more.
  await refuse()
  await waitFor(() => expect(waiting).not.toHaveLength(0), SLOW)
  expect(page.queryByText(/The connection is lost/)).not.toBeInTheDocument()
  await change(payment({ state: 'confirming' }))
  await heading('We see your payment')
})
