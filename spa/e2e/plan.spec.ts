import type { Page } from '@playwright/test'
import { chooseCount, enter, expect, expectNew, expectPictures, prompt, submit, test } from './fixtures'
import { look } from './look'
import { buyMonth } from './month'
import { OwnDev } from './ownDev'
import { tillOf } from './till'

const PASSWORD = 'four unrelated quiet words'

test.describe('a month of two pictures', { tag: '@long' }, () => {
  test.describe.configure({ mode: 'default' })
  let dev: OwnDev
  test.beforeAll(async () => {
    dev = await OwnDev.start({ PLANS__STANDARD__REQUEST_LIMIT: '2' })
  })
  test.afterAll(() => dev.stop())

  test('is used up: that is said with the day and the way on, and the draft waits for the next month', async ({
    page,
  }) => {
    const { url, customer } = dev.running
    await page.goto(`${url}/login`)
    await enter(page, customer, 'Sign in')
    await expectNew(page)
    await chooseCount(page, 2)
    await submit(page, 'The last two')
    await expectPictures(page, 2)
    const left = page.getByRole('link', { name: /^Pictures left:/ })
    await expect(left).toContainText('Used up')
    const form = page.getByRole('form', { name: 'New picture' })
    await prompt(page).fill('One more, for next month')
    await expect(form).toContainText(
      /Your pictures for this month are used up\. New ones come on \d+ \w+( \d+)?\./,
    )
    await expect(form.getByRole('button', { name: /^Used up until \d+ \w+/ })).toBeDisabled()
    await look(page, 'used-up')

    await form.getByRole('link', { name: 'Pay for another month' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Billing' })).toBeVisible()
    await look(page, 'billing-used-up')
    await page.getByRole('link', { name: 'Pay for another month' }).click()
    await buyMonth(page, dev.running)
    await page.goto(`${url}/billing`)
    await page.getByRole('button', { name: 'Start the next month now' }).click()
    const dialog = page.getByRole('dialog', { name: 'Start the next month now?' })
    await dialog.getByRole('button', { name: 'Start it now' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(left).toContainText('About 100 % left')

    await page.getByRole('link', { name: 'The last two' }).click()
    await expect(prompt(page)).toHaveValue('One more, for next month')
    await chooseCount(page, 1)
    await page.getByRole('button', { name: 'Generate' }).click()
    await expectPictures(page, 1)
  })

  test('whose money went back is over: that is said with the day, what was made stays, and it is renewed', async ({
    page,
  }) => {
    const { url } = dev.running
    await page.goto(`${url}/register`)
    const email = `returned-${Date.now()}@example.com`
    await enter(page, { email, password: PASSWORD }, 'Create account')
    await expectNew(page)
    await page.goto(`${url}/billing/plan`)
    const payment = await buyMonth(page, dev.running, 'nowpayments')
    await page.goto(`${url}/c`)
    await submit(page, 'A picture that stays')
    await expectPictures(page, 1)

    await tillOf(dev.running).act(payment, 'refund')
    await expectEnded(page)
    const form = page.getByRole('form', { name: 'New picture' })
    await prompt(page).fill('Written after the end')
    await expect(form).toContainText(/Your plan ended on \d+ \w+( \d+)?\. Your pictures stay here\./)
    await expect(form.getByRole('button', { name: 'Generate' })).toBeDisabled()
    await expectPictures(page, 1)
    await look(page, 'ended')
    await form.getByRole('link', { name: 'Renew' }).click()
    await expect(page.getByRole('main')).toContainText(/It ended on \d+ \w+/)
    await look(page, 'billing-ended')
    await page.getByRole('main').getByRole('link', { name: 'Renew' }).click()
    await buyMonth(page, dev.running)
    await page.getByRole('link', { name: 'A picture that stays' }).click()
    await expect(prompt(page)).toHaveValue('Written after the end')
    await page.getByRole('button', { name: 'Generate' }).click()
    await expectPictures(page, 1)
  })
})

/** The page asks about the plan again whenever somebody comes back to it. */
async function expectEnded(page: Page): Promise<void> {
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('link', { name: 'Pictures left: Plan ended' })).toBeVisible({
      timeout: 3_000,
    })
  }).toPass({ timeout: 60_000 })
}
