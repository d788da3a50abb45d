import { expect, expectNew, expectPictures, facts, pictures, prompt, test } from './fixtures'
import { running } from './running'
import { goTo, pressAt, typeAt } from './stops'

test(
  'from the front page to a picture, its file, the gallery, an undo and out, by keys alone',
  { tag: '@long' },
  async ({ page }) => {
    const { customer } = running()
    const { keyboard } = page
    const words = `A wren on a fence ${Date.now()}`
    await page.goto('/')
    await pressAt(page, page.getByRole('banner').getByRole('link', { name: 'Sign in' }))
    await typeAt(page, page.getByLabel('E-mail'), customer.email)
    await typeAt(page, page.getByLabel('Password', { exact: true }), customer.password)
    await keyboard.press('Enter')
    await expectNew(page)

    await typeAt(page, prompt(page), words)
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
