import type { Page } from '@playwright/test'
import {
  chooseCount,
  enter,
  expect,
  expectNew,
  expectPictures,
  prompt,
  submit,
  test,
  turns,
} from './fixtures'
import { running } from './running'
import { upstream } from './upstream'

test.describe('two tabs of one customer', { tag: '@long' }, () => {
  let second: Page

  // A session of their own: it ends here.
  test.beforeEach(async ({ page, context }) => {
    await page.goto('/login')
    await enter(page, running().customer, 'Sign in')
    await expectNew(page)
    second = await context.newPage()
    await second.goto('/c')
    await expectNew(second)
  })

  test('one asks the server for both, and both show the pictures', async ({ page }) => {
    await upstream({ latency_ms: 4_000 })
    await page.bringToFront()
    await chooseCount(page, 2)
    await submit(page, 'Two swans')
    await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/)
    await second.goto(page.url())
    await expect(second.getByText(/^Generating/)).toHaveCount(2)

    // From here on both wait for the same pictures.
    const asks = [asking(page), asking(second)]
    await expectPictures(page, 2)
    await expectPictures(second, 2)
    expect(asks.map((ask) => ask() > 0).filter(Boolean).length).toBe(1)
  })

  test('what is written in one is not taken by the other', async ({ page }) => {
    await page.bringToFront()
    await prompt(page).fill('Half a thought of the first tab')
    await second.bringToFront()
    await submit(second, 'A whole one of the second')
    await expectPictures(second, 1)

    await expect(prompt(page)).toHaveValue('Half a thought of the first tab')
    await page.reload()
    await expect(prompt(page)).toHaveValue('Half a thought of the first tab')
    await expect(page.getByRole('link', { name: 'A whole one of the second' })).toBeVisible()
  })

  test('signing out in one ends the other, which shows nothing more and takes up where it was', async ({
    page,
  }) => {
    await submit(page, 'A bell')
    await expectPictures(page, 1)
    await second.goto(page.url())
    await expectPictures(second, 1)
    await page.getByRole('button', { name: /^Account:/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()

    await second.bringToFront()
    await submitBlind(second, 'Asked for by nobody')
    const dialog = second.getByRole('dialog', { name: 'Your session has ended' })
    await expect(dialog).toBeVisible()
    await expect(turns(second)).toHaveCount(1)
    // Signed in again in the first, the second goes on by itself.
    await page.bringToFront()
    await enter(page, running().customer, 'Sign in')
    await expectNew(page)
    // Somebody comes back to it; to these pages the browser tells nothing of that.
    await second.evaluate(() => window.dispatchEvent(new Event('focus')))
    await expect(dialog).toHaveCount(0)
    await expect(turns(second).last()).toContainText('Asked for by nobody')
  })
})

/** How often this tab has asked how pictures stand. */
function asking(page: Page): () => number {
  let asked = 0
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/v1/generations') asked += 1
  })
  return () => asked
}

async function submitBlind(page: Page, words: string): Promise<void> {
  await prompt(page).fill(words)
  await prompt(page).press('Control+Enter')
}
