import { expect, type Locator, type Page } from '@playwright/test'

/** More stops than any page has: past them the way is a circle. */
const STOPS_MAX = 120

/** Goes from stop to stop until this one is reached; what can't be reached fails. */
export async function goTo(page: Page, target: Locator, key: 'Tab' | 'ArrowDown' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible()
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${String(target)} can't be reached with ${key}`)
}

export async function pressAt(page: Page, target: Locator): Promise<void> {
  await goTo(page, target)
  await page.keyboard.press('Enter')
}

/** Writes into a field that keys alone have led to. */
export async function typeAt(page: Page, target: Locator, words: string): Promise<void> {
  await goTo(page, target)
  await page.keyboard.type(words)
}
