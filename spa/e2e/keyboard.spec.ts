import type { Locator, Page } from '@playwright/test'
import { expect, expectNew, expectPictures, facts, pictures, prompt, test } from './fixtures'
import { running } from './running'

/** More stops than any page has: past them the way is a circle. */
const STOPS_MAX = 120

test(
  'from the front page to a picture, its file, the gallery, an undo and out, by keys alone',
  { tag: '@long' },
  async ({ page }) => {
    const { customer } = running()
    const { keyboard } = page
    const words = `A wren on a fence ${Date.now()}`
    await page.goto('/')
    await pressAt(page, page.getByRole('banner').getByRole('link', { name: 'Sign in' }))
    await goTo(page, page.getByLabel('E-mail'))
    await keyboard.type(customer.email)
    await goTo(page, page.getByLabel('Password', { exact: true }))
    await keyboard.type(customer.password)
    await keyboard.press('Enter')
    await expectNew(page)

    await goTo(page, prompt(page))
    await keyboard.type(words)
    await keyboard.press('Control+Enter')
    await expectPictures(page, 1)

    await pressAt(page, pictures(page))
    await expect(facts(page)).toContainText(words)
    const download = page.waitForEvent('download')
    await keyboard.press('d')
    expect((await download).suggestedFilename()).toMatch(/\.(png|jpe?g|webp)$/)
    await keyboard.press('Escape')
    await expect(facts(page)).toHaveCount(0)
    await expect(pictures(page)).toBeFocused()

    await pressAt(page, page.getByRole('link', { name: 'Gallery', exact: true }))
    const tile = page.getByRole('main').getByRole('link', { name: `Generated: ${words}` })
    await expect(tile).toHaveCount(1)
    await pressAt(page, page.getByRole('button', { name: 'Select', exact: true }))
    await goTo(page, page.getByRole('checkbox', { name: `Select: ${words}` }))
    await keyboard.press('Space')
    await pressAt(page, page.getByRole('button', { name: 'Delete', exact: true }))
    await expect(tile).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
    await keyboard.press('Enter')
    await expect(tile).toHaveCount(1)

    await pressAt(page, page.getByRole('button', { name: /^Account:/ }))
    const out = page.getByRole('menuitem', { name: 'Sign out' })
    await expect(out).toBeVisible()
    await goTo(page, out, 'ArrowDown')
    await keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
  },
)

/** Goes from stop to stop until this one is reached; what can't be reached fails. */
async function goTo(page: Page, target: Locator, key: 'Tab' | 'ArrowDown' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible()
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${String(target)} can't be reached with ${key}`)
}

async function pressAt(page: Page, target: Locator): Promise<void> {
  await goTo(page, target)
  await page.keyboard.press('Enter')
}
