import { expect, type Page } from '@playwright/test'
import { enter } from './fixtures'
import { letter, linkOf } from './inbox'
import type { Running } from './running'

export const PASSWORD = 'four unrelated quiet words'
export const newAddress = () => `stranger-${Date.now()}-${Math.floor(Math.random() * 1e6)}@example.com`

/** Signs up at a product, and stands before the inbox page. */
export async function register(page: Page, { url }: Running, email: string): Promise<void> {
  await page.goto(`${url}/register`)
  await enter(page, { email, password: PASSWORD }, 'Create account')
  await expect(page.getByRole('heading', { level: 1, name: 'Check your inbox' })).toBeVisible()
}

/** Opens the link of a letter in this page and presses its one button. */
export async function follow(
  page: Page,
  product: Running,
  email: string,
  subject: RegExp,
  button: string,
): Promise<void> {
  await page.goto(linkOf(await letter(product, email, subject)))
  // The token is in the address no longer than it takes to read it.
  await expect(page).not.toHaveURL(/#/)
  await page.getByRole('button', { name: button }).click()
}
