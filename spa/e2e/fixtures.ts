import { test as base, expect, type Page } from '@playwright/test'
import { running } from './running'

export { expect }

/** Every journey also asserts that the page never asked for what its Content-Security-Policy forbids. */
export const test = base.extend<{ cspReports: string[] }>({
  cspReports: [
    async ({ page }, use) => {
      const reports: string[] = []
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) reports.push(message.text())
      })
      await use(reports)
      expect(reports).toEqual([])
    },
    { auto: true },
  ],
})

export async function signIn(page: Page): Promise<void> {
  const { customer } = running()
  await page.goto('/login')
  await page.getByLabel('E-mail').fill(customer.email)
  await page.getByLabel('Password', { exact: true }).fill(customer.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'What would you like to see?' })).toBeVisible()
}

export const prompt = (page: Page) => page.getByRole('textbox', { name: 'Prompt' })
export const turns = (page: Page) => page.getByRole('article')
export const pictures = (page: Page) =>
  turns(page)
    .last()
    .getByRole('link', { name: /^Open image/ })

export async function submit(page: Page, words: string): Promise<void> {
  await prompt(page).fill(words)
  // While an attached picture is on its way the button says so and waits.
  await expect(page.getByRole('button', { name: 'Generate' })).toBeEnabled()
  await prompt(page).press('Control+Enter')
  await expect(turns(page).last()).toContainText(words)
}

export async function chooseCount(page: Page, count: number): Promise<void> {
  await page
    .getByRole('radiogroup', { name: 'Number of images' })
    .getByText(String(count), { exact: true })
    .click()
}

/** Counts the pictures that really decoded: a broken link is no picture. */
export async function decoded(page: Page): Promise<number> {
  return pictures(page)
    .locator('img')
    .evaluateAll((images) => images.filter((image) => (image as HTMLImageElement).naturalWidth > 0).length)
}
