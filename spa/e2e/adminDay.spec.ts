import type { Page } from '@playwright/test'
import { actOn, heading, see, test, told, toTheDesk, ways } from './desk'
import { enter, expect, expectNew, expectPictures, lastTurn, submit } from './fixtures'
import { look } from './look'
import { beginPayment } from './month'
import type { Running } from './running'
import { tillOf } from './till'
import { upstreamOf } from './upstream'

const WHY = 'The customer wrote to us'

/** What the day leaves on record, from the newest on. */
const ACTS = ['users.unsuspend', 'users.suspend', 'payments.activate', 'keys.activate', 'generations.retry']

test('an admin’s day: a failed picture, a refused key, a part of a price, an account, and all of it on record', async ({
  page,
  customer,
  product,
}) => {
  // Five stories in one: what the first of them leaves is what the last one reads.
  test.slow()
  await customer.goto('/c')
  await expectNew(customer)
  await toTheDesk(page, product)
  await test.step('retries a failed picture', () => retryAPicture(page, customer, product))
  await test.step('puts a refused key to use again', () => activateAKey(page, customer, product))
  await test.step('settles a payment of which a part came', () => settleAPayment(page, customer, product))
  await test.step('suspends and lets in again', () => suspend(page, customer, product))
  await test.step('reads it all in the audit log', () => readTheAudit(page, product))
})

async function findCustomer(page: Page, { customer }: Running): Promise<void> {
  await ways(page).getByRole('link', { name: 'Users' }).click()
  await page.getByRole('searchbox', { name: /^E-mail/ }).fill(customer.email)
  await page.getByRole('main').getByRole('link', { name: customer.email }).click()
  await expect(heading(page, customer.email)).toBeVisible()
}

/** "My picture failed at about three." */
async function retryAPicture(page: Page, customer: Page, product: Running): Promise<void> {
  // It is tried once more before it counts as failed.
  await upstreamOf(product)({ fault: 'no_image', next_requests: 2 })
  const before = new Date(Date.now() - 60_000)
  await submit(customer, 'A lighthouse at three')
  await expect(lastTurn(customer)).toContainText('The model answered in words instead of a picture.')

  await findCustomer(page, product)
  await look(page, 'admin-user')
  await page.getByRole('link', { name: 'Generations' }).last().click()
  await page.getByRole('button', { name: 'Failed', exact: true }).click()
  await page.getByRole('button', { name: 'Filters' }).click()
  await page.getByLabel('Asked for, from').fill(localMinute(before))
  await expect(page.getByRole('button', { name: /^Take off: Asked for, from/ })).toBeVisible()
  const found = page.getByRole('main').getByRole('rowheader').getByRole('link')
  await expect(found).toHaveCount(1)
  await look(page, 'admin-user-generations')
  await found.click()

  await expect(page.getByRole('list', { name: 'What happened' })).toContainText('Attempt 2')
  await see(page, 'admin-generation-failed')
  const failed = page.url()
  await actOn(page, 'Retry for the customer', WHY)
  await expect(told(page)).toContainText('It is tried again')
  expect(page.url()).not.toBe(failed)
  await expect(page.getByRole('list', { name: 'What happened' })).toContainText('Request used')
  await look(page, 'admin-generation')
  await customer.reload()
  await expectPictures(customer, 1)
}

async function activateAKey(page: Page, customer: Page, product: Running): Promise<void> {
  await upstreamOf(product)({ fault: 'key_invalid', next_requests: 1 })
  await submit(customer, 'A lighthouse at four')
  await expectPictures(customer, 1)

  await ways(page).getByRole('link', { name: 'Overview' }).click()
  await page.getByRole('link', { name: /wait for a look/ }).click()
  await expect(heading(page, 'Keys')).toBeVisible()
  await look(page, 'admin-keys-in-review')
  const found = page.getByRole('main').getByRole('rowheader').getByRole('link')
  await expect(found).toHaveCount(1)
  await found.click()
  await expect(page.getByRole('heading', { name: 'Why it is where it is' })).toBeVisible()
  await look(page, 'admin-key-in-review')
  await actOn(page, 'Activate', WHY)
  await expect(told(page)).toContainText('may be picked again')
  await expect(page.getByRole('main').getByText('Active', { exact: true }).first()).toBeVisible()
}

async function settleAPayment(page: Page, customer: Page, product: Running): Promise<void> {
  await customer.goto('/billing/plan')
  const payment = await beginPayment(customer)
  await tillOf(product).act(payment, 'pay_half', 'confirm', 'expire')

  await ways(page).getByRole('link', { name: 'Payments' }).click()
  await page.getByRole('button', { name: 'Needs review', exact: true }).click()
  const found = page.getByRole('main').getByRole('rowheader').getByRole('link')
  await expect(found).toHaveCount(1)
  await look(page, 'admin-payments')
  await found.click()
  await expect(page.getByText('Less came than was asked for.')).toBeVisible()
  await see(page, 'admin-payment')
  await actOn(page, 'Activate the month', WHY)
  await expect(told(page)).toContainText('Settled')
  await expect(heading(customer, 'Your payment went through')).toBeVisible()
}

async function suspend(page: Page, customer: Page, product: Running): Promise<void> {
  await findCustomer(page, product)
  await page.getByRole('button', { name: 'Suspend', exact: true }).click()
  await expect(page.getByRole('dialog')).toContainText('Signed out everywhere')
  await see(page, 'admin-suspend')
  await page.keyboard.press('Escape')
  await actOn(page, 'Suspend', WHY)
  await expect(told(page)).toContainText('is suspended and signed out everywhere.')

  await customer.goto('/c')
  await expect(heading(customer, 'Sign in')).toBeVisible()
  await enter(customer, product.customer, 'Sign in')
  await expect(customer.getByRole('alert')).toContainText('This account is suspended.')
  await look(customer, 'sign-in-suspended')

  await actOn(page, 'End the suspension', WHY)
  await expect(told(page)).toContainText('can sign in again.')
  await customer.getByRole('button', { name: 'Sign in' }).click()
  await expectNew(customer)
}

async function readTheAudit(page: Page, { admin }: Running): Promise<void> {
  await ways(page).getByRole('link', { name: 'Audit' }).click()
  const rows = page
    .getByRole('main')
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
  await expect(rows.first()).toContainText(ACTS[0] ?? '')
  for (const act of ACTS) {
    const row = rows.filter({ hasText: act })
    await expect(row).toHaveCount(1)
    await expect(row).toContainText(admin.email)
    await expect(row).toContainText(WHY)
  }
  await rows
    .first()
    .getByRole('button', { name: /^More of/ })
    .click()
  await expect(page.getByRole('cell', { name: 'suspended' })).toBeVisible()
  await look(page, 'admin-audit-opened')
}

/** As a field for day and time takes it. */
function localMinute(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}
