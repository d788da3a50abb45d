import type { Page } from '@playwright/test'
import { expect, expectNew, openNew, test } from './fixtures'
import { look } from './look'
import { beginPayment } from './month'
import { running } from './running'
import { act, btcpay, confirmByOrder, flushWebhooks, invoicesOf } from './till'

/** What a payment needs that is looked for in the background. */
const SOUGHT = { timeout: 45_000 }

test.describe.configure({ mode: 'default' })
test.beforeAll(() => confirmByOrder(true))
test.afterAll(() => confirmByOrder(false))
test.beforeEach(async ({ page }) => {
  await btcpay({})
  await signUp(page)
})

/** An account of its own for each journey: without a plan, and with no payment begun. */
async function signUp(page: Page): Promise<void> {
  const { url } = running()
  const email = `buyer-${Date.now()}-${Math.floor(Math.random() * 1e6)}@example.com`
  const response = await page.request.post(`${url}/api/v1/auth/register`, {
    headers: { origin: url },
    data: { email, password: 'four unrelated quiet words', language: 'en' },
  })
  expect(response.status()).toBe(201)
}

const says = (page: Page, words: string) =>
  expect(page.getByRole('heading', { level: 1, name: words })).toBeVisible(SOUGHT)

async function begin(page: Page): Promise<string> {
  await page.goto('/billing/plan')
  return beginPayment(page)
}

async function paymentOnScreen(page: Page): Promise<string> {
  await expect(page).toHaveURL(/\/payments\/[0-9a-f-]{36}$/)
  return page.url().split('/').at(-1) ?? ''
}

test('a month is bought: asked for, seen, confirmed, active, with a receipt', async ({ page }) => {
  await openNew(page)
  await page.getByRole('form').getByRole('link', { name: 'Choose a plan' }).click()
  await expect(page.getByRole('heading', { level: 2, name: 'No plan yet' })).toBeVisible()
  await look(page, 'billing-none')
  await page.getByRole('link', { name: 'Choose a plan' }).click()
  await expect(page.getByRole('radio', { name: /^BTCPay/ })).toBeVisible()
  await page.getByRole('radio', { name: /^BTCPay/ }).check()
  await page.getByRole('radio', { name: 'BTC Bitcoin' }).check()
  await expect(page.getByText('You pay $9.00 in BTC on Bitcoin.')).toBeVisible()
  await look(page, 'checkout')
  await page.getByRole('button', { name: 'Continue to payment' }).click()

  const payment = await paymentOnScreen(page)
  await says(page, 'Waiting for your payment')
  const [invoice] = await invoicesOf(payment)
  const asked = invoice?.methods.find(({ id }) => id.startsWith('BTC') && !id.includes('LN'))
  await expect(page.getByText(asked?.address ?? 'no address', { exact: true }).first()).toBeVisible()
  await expect(page.getByText(`${asked?.asked} BTC`, { exact: true }).first()).toBeVisible()
  await expect(page.getByRole('img', { name: 'QR code for your wallet' })).toBeVisible()
  await look(page, 'waiting')

  await act(payment, 'pay_in_full')
  await says(page, 'We see your payment')
  await look(page, 'seen')
  await act(payment, 'confirm')
  await says(page, 'Your payment went through')
  await look(page, 'active')

  await page.getByRole('link', { name: 'Receipt' }).click()
  await expect(page.getByRole('article')).toContainText(payment)
  await look(page, 'receipt')
  await page.goto('/billing')
  await expect(page.getByText('About 100 % left').first()).toBeVisible()
  await look(page, 'billing-active')
  await page.goto('/billing/history')
  await expect(page.getByRole('main').getByText('Paid', { exact: true })).toBeVisible()
  await look(page, 'history')
  await openNew(page)
  await expect(page.getByText('You have no plan yet', { exact: false })).toHaveCount(0)
})

test(
  'where the coin is chosen on the page of the processor, a month is paid there',
  { tag: '@long' },
  async ({ page, context }) => {
    await page.goto('/billing/plan')
    for (const processor of [/^Telegram wallet/, /^Heleket/, /^OxaPay/])
      await page.getByRole('radio', { name: processor }).check()
    await expect(page.getByText('The coin is chosen on its page').first()).toBeVisible()
    await look(page, 'checkout-elsewhere')
    await page.getByRole('button', { name: 'Continue to payment' }).click()
    const payment = await paymentOnScreen(page)
    await says(page, 'Waiting for your payment')
    await look(page, 'waiting-elsewhere')

    const there = context.waitForEvent('page')
    await page.getByRole('link', { name: /payment page/ }).click()
    await expect((await there).getByText('OxaPay, played')).toBeVisible()
    await act(payment, 'pay_in_full', 'confirm')
    await says(page, 'Your payment went through')
  },
)

test(
  'a second month waits behind the first, and begins at once only when it is told what is given up',
  { tag: '@long' },
  async ({ page }) => {
    for (let month = 0; month < 2; month += 1) {
      const payment = await begin(page)
      await says(page, 'Waiting for your payment')
      await act(payment, 'pay_in_full', 'confirm')
      await says(page, 'Your payment went through')
    }
    await expect(page.getByText(/when your current month ends/)).toBeVisible()
    await page.getByRole('link', { name: 'To Billing' }).click()
    await expect(page.getByRole('heading', { name: 'Paid ahead' })).toBeVisible()
    await page.getByRole('button', { name: 'Start it now' }).click()
    const dialog = page.getByRole('dialog', { name: 'Start the next month now?' })
    await expect(dialog).toContainText('You give up its last')
    await look(page, 'start-next')
    await dialog.getByRole('button', { name: 'Start it now' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(page.getByRole('heading', { name: 'Paid ahead' })).toHaveCount(0)
  },
)

test('a payment whose news is lost is found when it is reported', { tag: '@long' }, async ({ page }) => {
  await btcpay({ webhook_copies: 0 })
  const payment = await begin(page)
  await act(payment, 'pay_in_full', 'confirm')
  await page.getByRole('button', { name: 'I paid, but see nothing here' }).click()
  await page.getByRole('textbox', { name: 'Transaction id' }).fill('4a5e1e4baab89f3a32518a88c31bc87f')
  await page.getByRole('button', { name: 'Ask us to look for it' }).click()
  await says(page, 'Your payment went through')
})

test(
  'news that comes three times and in the wrong order is one month',
  { tag: '@long' },
  async ({ page }) => {
    await btcpay({ webhook_copies: 3, webhooks_held: true })
    const payment = await begin(page)
    await act(payment, 'pay_in_full', 'confirm')
    await flushWebhooks()
    await says(page, 'Your payment went through')
    await page.goto('/billing')
    await expect(page.getByRole('main').getByText('Active', { exact: true })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Paid ahead' })).toHaveCount(0)
  },
)

test(
  'an invoice whose making had no answer is found again, and is one',
  { tag: '@long' },
  async ({ page }) => {
    await btcpay({ creation: 'answer_lost', next_requests: 1 })
    const payment = await begin(page)
    expect(await invoicesOf(payment)).toHaveLength(1)
    await act(payment, 'pay_in_full', 'confirm')
    await says(page, 'Your payment went through')
  },
)

test('a part is told as a part, and the rest completes it', { tag: '@long' }, async ({ page }) => {
  const payment = await begin(page)
  await act(payment, 'pay_half')
  await says(page, 'Part of it has arrived')
  const [invoice] = await invoicesOf(payment)
  const rest = invoice?.methods.find(({ id }) => id.startsWith('BTC') && !id.includes('LN'))?.due
  await expect(page.getByText(`${rest} BTC`, { exact: true }).first()).toBeVisible()
  await look(page, 'partial')
  await page.goto('/billing')
  await page.getByRole('link', { name: 'Continue the payment' }).click()
  await act(payment, 'pay_in_full', 'confirm')
  await says(page, 'Your payment went through')
})

test('an expired payment leads to a new one in one press', { tag: '@long' }, async ({ page }) => {
  const first = await begin(page)
  await act(first, 'expire')
  await says(page, 'The time for this payment is over')
  await look(page, 'expired')
  await page.getByRole('button', { name: 'Start a new payment' }).click()
  await says(page, 'Waiting for your payment')
  expect(await paymentOnScreen(page)).not.toBe(first)
  await page.goto('/c')
  await expectNew(page)
  await expect(page.getByRole('link', { name: 'See your payment' })).toBeVisible()
})
