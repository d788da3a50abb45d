import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { decoded, expect, pictures, signIn, submit, test } from './fixtures'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

async function expectAccessible(page: Page, what: string): Promise<void> {
  // Colours in the middle of a fade are nobody's colours.
  await page.waitForFunction(() =>
    document.getAnimations().every((one) => one.effect?.getTiming().iterations === Infinity),
  )
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
  const found = violations.map(
    ({ id, nodes }) => `${what}: ${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
  )
  expect(found).toEqual([])
}

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

    test('the conversation and what opens from it have no barrier', async ({ page }) => {
      await signIn(page)
      await expectAccessible(page, 'new')
      await submit(page, `A quiet street, forbidden, ${colorScheme}`)
      await expect(page.getByText('Not counted.').first()).toBeVisible()
      await expectAccessible(page, 'refused')
      await submit(page, `A quiet street, ${colorScheme}`)
      await expectAccessible(page, 'running')
      await expect.poll(() => decoded(page)).toBe(1)
      await expectAccessible(page, 'conversation')
      await pictures(page).first().click()
      await expect(page.getByRole('complementary', { name: 'About this picture' })).toBeVisible()
      await expectAccessible(page, 'lightbox')
      await page.goto('/nothing/here')
      await expect(page.getByRole('heading', { name: 'Nothing here' })).toBeVisible()
      await expectAccessible(page, 'not found')
    })
  })
}
