import type { Browser, Page } from '@playwright/test'
import { enter, expect, expectNew, expectPictures, lastTurn, pictures, submit, test } from './fixtures'
import { letter, linkOf } from './inbox'
import { look } from './look'
import { buyMonth } from './month'
import { follow, newAddress, register } from './newcomer'
import { OwnDev } from './ownDev'

// Where addresses have to be proven, as in earnest.
let dev: OwnDev
test.beforeAll(async () => {
  dev = await OwnDev.start({ AUTH__REQUIRE_VERIFIED: 'true' })
})
test.afterAll(() => dev.stop())
test.describe.configure({ mode: 'default' })

/** Another device: it shares nothing with the first one. */
async function another(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage()
}

test('from a stranger to a gallery: verified, paid, a picture, an edit of it, a ZIP', async ({
  page,
  browser,
}) => {
  const email = newAddress()
  await page.goto(dev.running.url)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await look(page, 'landing')
  await page.getByRole('link', { name: 'Create account' }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Create an account' })).toBeVisible()
  await look(page, 'register')
  await register(page, dev.running, email)
  await look(page, 'inbox')

  // The link is opened on another device, and this one goes on by itself.
  const phone = await another(browser)
  await follow(phone, dev.running, email, /Confirm your address/, 'Confirm my address')
  await expect(phone.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible()
  await look(phone, 'confirmed')
  await phone.close()
  await expectNew(page)

  await page.goto(`${dev.running.url}/billing/plan`)
  await buyMonth(page, dev.running)

  await page.goto(`${dev.running.url}/c`)
  await submit(page, 'A lighthouse in the evening')
  await expectPictures(page, 1)
  await lastTurn(page).getByRole('button', { name: 'Use as input' }).click()
  await submit(page, 'The same in winter')
  await expectPictures(page, 1)

  await page.goto(`${dev.running.url}/gallery`)
  const tiles = page.getByRole('main').getByRole('link', { name: /^Generated:/ })
  await expect(tiles).toHaveCount(2)
  await look(page, 'gallery')
  await page.getByRole('button', { name: 'Select', exact: true }).click()
  await page.getByRole('button', { name: 'Select all shown' }).click()
  await look(page, 'gallery-selecting')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download ZIP' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.zip$/)

  await page.goto(`${dev.running.url}/home`)
  await expect(page.getByText('About 100 % left').first()).toBeVisible()
  await look(page, 'home')
  await page.goto(`${dev.running.url}/settings`)
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  await look(page, 'settings')
})

test(
  'an address that has an account is answered as any other, and told by mail alone',
  { tag: '@long' },
  async ({ page, browser }) => {
    const email = newAddress()
    await register(page, dev.running, email)
    await follow(page, dev.running, email, /Confirm your address/, 'Confirm my address')
    await expectNew(page)

    const stranger = await another(browser)
    await register(stranger, dev.running, email)
    await expect(stranger.getByText(email)).toBeVisible()
    await stranger.close()
    await expect
      .poll(async () => (await letter(dev.running, email, /Confirm your address/)).text)
      .toContain('already')
  },
)

test(
  'a forgotten password is replaced, and everybody is signed out',
  { tag: '@long' },
  async ({ page, browser }) => {
    const email = newAddress()
    await register(page, dev.running, email)
    await follow(page, dev.running, email, /Confirm your address/, 'Confirm my address')
    await expectNew(page)

    const other = await another(browser)
    await other.goto(`${dev.running.url}/login`)
    await other.getByLabel('E-mail').fill(email)
    await other.getByRole('link', { name: 'Forgot your password?' }).click()
    await expect(other.getByLabel('E-mail')).toHaveValue(email)
    await look(other, 'forgot')
    await other.getByRole('button', { name: 'Send me a link' }).click()
    await expect(other.getByRole('heading', { name: 'Check your inbox' })).toBeVisible()
    await other.goto(linkOf(await letter(dev.running, email, /Choose a new password/)))
    await other.getByLabel('New password', { exact: true }).fill('seven other quiet words')
    await look(other, 'reset')
    await other.getByRole('button', { name: 'Change the password' }).click()
    await expect(other.getByText('Your password is changed.', { exact: false })).toBeVisible()
    await expect(other.getByLabel('E-mail')).toHaveValue(email)
    await other.close()

    await page.reload()
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
    await enter(page, { email, password: 'seven other quiet words' }, 'Sign in')
    await expectNew(page)
  },
)

test(
  'the server goes in mid-work and comes back: nothing is called failed, and the picture is there',
  { tag: '@long' },
  async ({ page }) => {
    const { customer, url } = dev.running
    await page.goto(`${url}/login`)
    await enter(page, customer, 'Sign in')
    await expectNew(page)
    await submit(page, 'A harbour that waits')
    await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/)
    await dev.kill()
    await expect(lastTurn(page).getByText(/^Reconnecting/)).toBeVisible({ timeout: 40_000 })
    await expect(page.getByText('failed', { exact: false })).toHaveCount(0)
    await dev.restart()
    await expect(pictures(page).locator('img')).toHaveCount(1, { timeout: 90_000 })
  },
)
