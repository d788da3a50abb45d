import { expect, type Page } from '@playwright/test'
import type { Running } from './running'
import { tillOf } from './till'

/** Which coin at which played processor. */
const WAYS = {
  btcpay: { processor: /^BTCPay/, coin: 'BTC Bitcoin' },
  nowpayments: { processor: /^NOWPayments/, coin: /^LTC/ },
}

/** Begins a payment on the page of plans, and answers its id. */
export async function beginPayment(page: Page, way: keyof typeof WAYS = 'btcpay'): Promise<string> {
  await page.getByRole('radio', { name: WAYS[way].processor }).check()
  await page.getByRole('radio', { name: WAYS[way].coin }).check()
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await expect(page).toHaveURL(/\/payments\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Waiting for your payment' })).toBeVisible()
  return page.url().split('/').at(-1) ?? ''
}

/** Buys a month of this product from the page of plans on, and answers the payment's id. */
export async function buyMonth(page: Page, product: Running, way?: keyof typeof WAYS): Promise<string> {
  const payment = await beginPayment(page, way)

  await tillOf(product).act(payment, 'pay_in_full', 'confirm')
  await expect(page.getByRole('heading', { level: 1, name: 'Your payment went through' })).toBeVisible()
  return payment
}
