import type { BrowserContext, Locator, Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, test as base } from './fixtures'
import { look } from './look'
import { OwnDev } from './ownDev'
import type { Account, Running } from './running'

interface Desk {
  /** Settings of the product, by the names of the environment without their prefix. */
  settings: Record<string, string>
  /** A product of the journey's own: what an admin does there, no other journey shall meet. */
  dev: OwnDev
  /** What it said of itself. */
  product: Running
  /** The customer of that product at a browser of their own, signed in. `page` is the admin's. */
  customer: Page
}

export const test = base.extend<Desk>({
  settings: [{}, { option: true }],

  dev: async ({ settings }, provide) => {
    const dev = await OwnDev.start(settings)
    await provide(dev)
    await dev.stop()
  },

  product: async ({ dev }, provide) => {
    await provide(dev.running)
  },

  customer: async ({ product, browser }, provide) => {
    const context = await browser.newContext({ baseURL: product.url, locale: 'en-GB' })
    await signIn(context, product, product.customer)
    await provide(await context.newPage())
    await context.close()
  },
})

/** At once, without a door: for who is about something else. */
export async function signIn(context: BrowserContext, { url }: Running, account: Account): Promise<void> {
  const response = await context.request.post(`${url}/api/v1/auth/login`, {
    headers: { origin: url },
    data: account,
  })
  expect(response.status()).toBe(200)
}

/** The admin, at the first page of the section. */
export async function toTheDesk(page: Page, product: Running): Promise<void> {
  await signIn(page.context(), product, product.admin)
  await page.goto(`${product.url}/admin`)
  await expect(heading(page, 'Overview')).toBeVisible()
}

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })
export const ways = (page: Page) => page.getByRole('navigation', { name: 'Administration' })
/** What the page says about the last act. */
export const told = (page: Page) => page.getByRole('main').getByRole('status')

/** Opens the act, says why, and does it. */
export async function actOn(place: Page | Locator, name: string, reason: string): Promise<void> {
  await place.getByRole('button', { name, exact: true }).click()
  const dialog = place.getByRole('dialog')
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.locator('[type=submit]').click()
  await expect(dialog).toHaveCount(0)
}

/** The page keeps nobody out: here and now, and in the long run from all sides. */
export async function see(page: Page, name: string, ...widths: number[]): Promise<void> {
  await expectAccessible(page, name)
  await look(page, name, ...widths)
}
