import { expectAccessible } from './accessible'
import { expect, expectPictures, facts, lastTurn, openNew, pictures, submit, test } from './fixtures'
import { upstream } from './upstream'

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme })

    test('the doors have no barrier', async ({ page }) => {
      for (const path of ['/login', '/register']) {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expectAccessible(page, path)
      }
    })

    test.describe('behind them', () => {
      test.use({ as: 'customer' })
      test.beforeEach(({ page }) => openNew(page))

      test('the conversation and what opens from it have no barrier', async ({ page }) => {
        await expectAccessible(page, 'new')
        await submit(page, `A quiet street, forbidden, ${colorScheme}`)
        await expect(lastTurn(page).getByText('Not counted.')).toBeVisible()
        await upstream({ latency_ms: 4_000 })
        await submit(page, `A quiet street, ${colorScheme}`)
        await expect(lastTurn(page).getByText(/^Generating/)).toBeVisible()
        await expectAccessible(page, 'refused and running')
        await expectPictures(page, 1)
        await expectAccessible(page, 'conversation')
        await pictures(page).first().click()
        await expect(facts(page)).toBeVisible()
        await expectAccessible(page, 'lightbox')
      })

      test('menus and a page that is not there have no barrier', async ({ page, isMobile }) => {
        if (isMobile) await page.getByRole('button', { name: 'Open the menu' }).click()
        await page.getByRole('button', { name: /^Account:/ }).click()
        await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible()
        await expectAccessible(page, 'account menu')
        await openNew(page)
        await page.getByRole('button', { name: isMobile ? /^Settings:/ : /^Shape:/ }).click()
        await expect(page.getByRole('radiogroup', { name: 'Shape' })).toBeVisible()
        await expectAccessible(page, 'shapes')
        await page.goto('/nothing/here')
        await expect(page.getByRole('heading', { name: 'Nothing here' })).toBeVisible()
        await expectAccessible(page, 'not found')
      })
    })
  })
}
