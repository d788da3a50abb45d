import type { Page } from '@playwright/test'
import { heading, test, told } from './desk'
import { enter, expect, expectNew } from './fixtures'
import { letter, linkOf } from './inbox'
import { look } from './look'
import type { Running } from './running'
import { Authenticator } from './totp'

// As in earnest: addresses are proven, and admins have a second factor.
test.use({ settings: { AUTH__REQUIRE_VERIFIED: 'true', AUTH__ADMIN_SECOND_FACTOR: 'true' } })

const ACCOUNT = { email: 'keeper@example.com', password: 'four unrelated quiet words' }

test(
  'an admin sets up a second factor, gives it, signs in anew for a dangerous act, and loses the device',
  { tag: '@long' },
  async ({ page, browser, dev, product: { url }, product }) => {
    await signUpByMail(page, await browser.newPage(), product)
    dev.command('users', 'grant-admin', ACCOUNT.email)

    await page.goto(`${url}/admin`)
    const { app, recoveryCodes } = await test.step('sets it up', () => enrol(page))
    await test.step('signs in anew', () => addAKey(page, app, url))
    await test.step('comes back with a code', async () => {
      await comeBack(page, url)
      await look(page, 'admin-code')
      await page.getByLabel('Code', { exact: true }).fill('000000')
      await page.getByRole('button', { name: 'Go on' }).click()
      await expect(page.getByRole('alert')).toContainText('This code is wrong')
      await page.getByLabel('Code', { exact: true }).fill(await app.code())
      await page.getByRole('button', { name: 'Go on' }).click()
      await expect(heading(page, 'Overview')).toBeVisible()
    })
    await test.step('comes back without the device', async () => {
      await comeBack(page, url)
      await page.getByRole('button', { name: /use a recovery code/ }).click()
      await look(page, 'admin-recovery-code')
      await page.getByLabel('Recovery code').fill(recoveryCodes[0] ?? '')
      await page.getByRole('button', { name: 'Go on' }).click()
      await expect(heading(page, 'Overview')).toBeVisible()
      await page.goto(`${url}/admin/settings`)
      await expect(page.getByText(`${recoveryCodes.length - 1} recovery codes are left.`)).toBeVisible()
      await look(page, 'admin-settings')
    })
  },
)

/** Whoever comes in by the link of a letter has given no password in this session. */
async function signUpByMail(page: Page, phone: Page, product: Running): Promise<void> {
  await page.goto(`${product.url}/register`)
  await enter(page, ACCOUNT, 'Create account')
  await expect(heading(page, 'Check your inbox')).toBeVisible()
  await phone.goto(linkOf(await letter(product, ACCOUNT.email, /Confirm your address/)))
  await phone.getByRole('button', { name: 'Confirm my address' }).click()
  await expectNew(page)
  await phone.close()
}

async function enrol(page: Page) {
  await expect(heading(page, 'Set up a second factor')).toBeVisible()
  await look(page, 'admin-enrol')
  await page.getByLabel('Your password').fill(ACCOUNT.password)
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(heading(page, 'Add it to your device')).toBeVisible()
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
  await look(page, 'admin-prove')
  const secret = page
    .getByRole('button', { name: 'Copy the secret' })
    .locator('xpath=preceding-sibling::code')
  const app = new Authenticator(await secret.innerText())
  await page.getByLabel('Code', { exact: true }).fill(await app.code())
  await page.getByRole('button', { name: 'Set it up' }).click()
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await expect(codes.first()).toBeVisible()
  await look(page, 'admin-recovery-codes')
  const recoveryCodes = await codes.allInnerTexts()
  await page.getByRole('checkbox', { name: 'I saved them' }).check()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(heading(page, 'Overview')).toBeVisible()
  return { app, recoveryCodes }
}

/** A secret is money: the session has to have given its password just now. */
async function addAKey(page: Page, app: Authenticator, url: string): Promise<void> {
  await page.goto(`${url}/admin/keys/new`)
  await page.getByLabel('Name').fill('a spare one')
  await page.getByLabel(/^Secret/).fill('door-secret-1')
  await page.getByRole('button', { name: 'Add it' }).click()
  const dialog = page.getByRole('dialog', { name: 'Is it still you?' })
  await expect(dialog).toBeVisible()
  await look(page, 'admin-fresh')
  await dialog.getByLabel('Your password').fill(ACCOUNT.password)
  await dialog.getByLabel('Code', { exact: true }).fill(await app.code())
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await expect(heading(page, 'a spare one')).toBeVisible()
  await expect(told(page)).toContainText('“a spare one” is added.')
}

/** Signs out, and in again with the password alone. */
async function comeBack(page: Page, url: string): Promise<void> {
  await page.getByRole('button', { name: /^Account:/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(heading(page, 'Sign in')).toBeVisible()
  await enter(page, ACCOUNT, 'Sign in')
  await expectNew(page)
  await page.goto(`${url}/admin`)
  await expect(heading(page, 'Give your second factor')).toBeVisible()
}
