import { expectAccessible } from './accessible'
import { expect, test } from './fixtures'
import { running } from './running'

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme })

    test(
      'the front page sells without a barrier, and nothing sticks out',
      { tag: '@long' },
      async ({ page }) => {
        await page.goto('/')
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Write what you want to see.')
        await expect(page.getByRole('main')).toContainText('$9.00 a month')
        await expect(page.getByRole('region', { name: 'Examples' }).getByRole('img')).toHaveCount(6)
        await page.getByText('What if a picture fails?').click()
        await expect(page.getByText(/^It is not counted\./)).toBeVisible()
        await expectAccessible(page, 'landing')
        await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(
          page.viewportSize()?.width,
        )
      },
    )
  })
}

test('the pictures arrive', { tag: '@long' }, async ({ page }) => {
  await page.goto('/')
  const images = page.getByRole('region', { name: 'Examples' }).getByRole('img')
  await images.last().scrollIntoViewIfNeeded()
  await expect
    .poll(() =>
      images.evaluateAll((all) => all.every((image) => (image as HTMLImageElement).naturalWidth > 0)),
    )
    .toBe(true)
})

test(
  'a language that is chosen on the front page is the one of the app',
  { tag: '@long' },
  async ({ page }) => {
    await page.goto('/')
    await page.getByRole('navigation').getByRole('link', { name: 'Русский' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Опишите, что хотите увидеть.')
    await expect(page.locator('html')).toHaveAttribute('lang', 'ru')
    await expectAccessible(page, 'landing in Russian')
    await page.getByRole('banner').getByRole('link', { name: 'Войти' }).click()
    await expect(page).toHaveURL(/\/login$/)
    await expect(page.locator('html')).toHaveAttribute('lang', 'ru')
    await page.goto('/')
    await expect(page.locator('html')).toHaveAttribute('lang', 'ru')
  },
)

test('without scripts the page is whole, and the keyboard reaches its one act', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: running().url })
  const page = await context.newPage()
  await page.goto('/')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  const act = page.getByRole('main').getByRole('link', { name: 'Create account' }).first()
  await expect(act).toHaveAttribute('href', '/register')
  await expect(page.getByRole('link', { name: /^A lighthouse/ })).toHaveAttribute(
    'href',
    /^\/register\?prompt=A\+lighthouse/,
  )
  await context.close()
})

test.describe('behind the door', { tag: '@long' }, () => {
  test.use({ as: 'customer' })

  test('the front page leads back into the app', async ({ page }) => {
    await page.goto('/')
    await page.getByRole('banner').getByRole('link', { name: 'Open app' }).click()
    await expect(page).toHaveURL(/\/c$/)
  })
})
