import { expect, expectPictures, openNew, submit, test } from './fixtures'

test.use({ as: 'customer' })
test.beforeEach(({ page }) => openNew(page))

test('a phone of 360 px writes, chooses a shape and gets its picture, without a sideways scroll', async ({
  page,
}) => {
  await page.getByRole('button', { name: /^Settings:/ }).click()
  const sheet = page.getByRole('dialog', { name: 'Settings' })
  await sheet.getByText('Portrait').click()
  await sheet.getByText('2', { exact: true }).click()
  await sheet.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Settings: Portrait · 2 images' })).toBeVisible()
  await submit(page, 'x'.repeat(300))
  await expectPictures(page, 2)
  // Not `innerWidth`: a phone widens that to whatever sticks out.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(page.viewportSize()?.width)
})

test('the conversations are behind the menu', async ({ page }) => {
  await page.getByRole('button', { name: 'Open the menu' }).click()
  await expect(page.getByRole('dialog').getByRole('link', { name: 'New picture', exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
