import { expectAccessible } from './accessible'
import { expect, expectLoaded, expectPictures, facts, lastTurn, openNew, submit, test } from './fixtures'
import { upstream } from './upstream'

// On a desk in the light, on a phone in the dark; every page in all of these is looked at in the long run.
test.beforeEach(({ page, isMobile }) => page.emulateMedia({ colorScheme: isMobile ? 'dark' : 'light' }))

test('the door has no barrier', async ({ page }) => {
  await page.goto('/login')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expectAccessible(page, 'sign-in')
})

test.describe('behind it', () => {
  test.use({ as: 'customer' })

  test('the conversation and what opens from it have no barrier', async ({ page }) => {
    await openNew(page)
    await submit(page, 'A quiet street, forbidden')
    await expect(lastTurn(page).getByText('Not counted.')).toBeVisible()
    await submit(page, 'A quiet street')
    await expectPictures(page, 1)
    await upstream({ latency_ms: 8_000 })
    await submit(page, 'A quiet street at night')
    await expect(lastTurn(page).getByText(/^Generating/)).toBeVisible()
    await expectAccessible(page, 'refused, done and running')
    await page
      .getByRole('link', { name: /^Open image/ })
      .first()
      .click()
    await expect(facts(page)).toBeVisible()
    await expectAccessible(page, 'lightbox')
  })

  test('the pages around it have no barrier', async ({ page }) => {
    for (const path of ['/home', '/gallery', '/billing/plan']) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectLoaded(page)
      await expectAccessible(page, path)
    }
  })
})
