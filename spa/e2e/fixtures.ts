import { test as base, expect, type Locator, type Page } from '@playwright/test'
import { drawPng } from './picture'
import { running, type Account } from './running'
import { upstream } from './upstream'

export { expect }

interface Options {
  /** Who opens the page. The customer has signed in once, for all journeys that begin behind the door. */
  as: 'nobody' | 'customer'
}

interface Checks {
  upstreamIsWell: undefined
  reports: string[]
}

interface Shared {
  customerState: Awaited<ReturnType<import('@playwright/test').APIRequestContext['storageState']>>
}

export const test = base.extend<Options & Checks, Shared>({
  as: ['nobody', { option: true }],

  customerState: [
    async ({ playwright }, use) => {
      const { url, customer } = running()
      const request = await playwright.request.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } })
      const response = await request.post('/api/v1/auth/login', { data: customer })
      expect(response.status()).toBe(200)
      await use(await request.storageState())
      await request.dispose()
    },
    { scope: 'worker' },
  ],

  storageState: async ({ as, customerState }, provide) => {
    await provide(as === 'customer' ? customerState : undefined)
  },

  upstreamIsWell: [
    async ({}, use) => {
      await upstream({})
      await use(undefined)
    },
    { auto: true },
  ],

  /** Every journey also asserts that the page asked for nothing that is forbidden, and had a text for all it showed. */
  reports: [
    async ({ page }, use) => {
      const reports: string[] = []
      page.on('console', (message) => {
        if (/Content Security Policy|no text for/.test(message.text())) reports.push(message.text())
      })
      await use(reports)
      expect(reports).toEqual([])
    },
    { auto: true },
  ],
})

/** Fills the form that is on the page, whichever door it is. */
export async function enter(page: Page | Locator, { email, password }: Account, act: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: act }).click()
}

export async function openNew(page: Page): Promise<void> {
  await page.goto('/c')
  await expectNew(page)
}

export async function expectNew(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'What would you like to see?' })).toBeVisible()
}

/** Nothing stands in any more for what was asked for. */
export async function expectLoaded(page: Page): Promise<void> {
  await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0)
}

export const prompt = (page: Page) => page.getByRole('textbox', { name: 'Prompt' })
export const turns = (page: Page) => page.getByRole('article')
export const lastTurn = (page: Page) => turns(page).last()
export const pictures = (page: Page) => lastTurn(page).getByRole('link', { name: /^Open image/ })
export const facts = (page: Page) => page.getByRole('complementary', { name: 'About this picture' })

export async function submit(page: Page, words: string): Promise<void> {
  await prompt(page).fill(words)
  // While an attached picture is on its way the button says so and waits.
  await expect(page.getByRole('button', { name: 'Generate' })).toBeEnabled()
  await prompt(page).press('Control+Enter')
  await expect(lastTurn(page)).toContainText(words)
}

/** A drawn picture, chosen from the device and stored. */
export async function attach(page: Page): Promise<void> {
  const buffer = await drawPng(page)
  await page.getByTestId('picker').setInputFiles({ name: 'evening.png', mimeType: 'image/png', buffer })
  await expect(page.getByRole('button', { name: 'Remove input 1' })).toBeVisible()
}

export async function chooseCount(page: Page, count: number): Promise<void> {
  await page
    .getByRole('radiogroup', { name: 'Number of images' })
    .getByText(String(count), { exact: true })
    .click()
}

/** Waits for this many pictures that really decoded: a broken link is no picture. */
export async function expectPictures(page: Page, count: number): Promise<void> {
  const images = pictures(page).locator('img')
  await expect(images).toHaveCount(count)
  await expect
    .poll(() =>
      images.evaluateAll((all) => all.filter((image) => (image as HTMLImageElement).naturalWidth > 0).length),
    )
    .toBe(count)
}
