import { chooseCount, decoded, expect, pictures, prompt, signIn, submit, test, turns } from './fixtures'
import { drawPng } from './picture'

test.beforeEach(({ page }) => signIn(page))

test('a batch of four from words, each opened large at its own address', async ({ page }) => {
  await chooseCount(page, 4)
  await submit(page, 'Four paper boats on a lake')
  await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/)
  await expect(prompt(page)).toHaveValue('')
  await expect(pictures(page)).toHaveCount(4)
  await expect.poll(() => decoded(page)).toBe(4)

  await pictures(page).first().click()
  await expect(page).toHaveURL(/\/i\/[0-9a-f-]{36}$/)
  const facts = page.getByRole('complementary', { name: 'About this picture' })
  await expect(facts).toContainText('Four paper boats on a lake')
  const first = page.url()
  await page.keyboard.press('ArrowRight')
  await expect(page).not.toHaveURL(first)
  const download = page.waitForEvent('download')
  await facts.getByRole('link', { name: 'Download' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.(png|jpe?g|webp)$/)
  await page.goBack()
  await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/)
  await expect(facts).toHaveCount(0)
})

test('a picture from an upload, and from that picture another', async ({ page }) => {
  const file = { name: 'evening.png', mimeType: 'image/png', buffer: await drawPng(page) }
  await page.getByTestId('picker').setInputFiles(file)
  await expect(page.getByRole('button', { name: 'Remove input 1' })).toBeVisible()
  await page.getByText('Close', { exact: true }).click()
  await submit(page, 'Keep the hills and add a moon')
  await expect(turns(page).last()).toContainText('Close')
  await expect(turns(page).last().getByRole('list', { name: 'Input pictures' }).getByRole('img')).toHaveCount(
    1,
  )
  await expect.poll(() => decoded(page)).toBe(1)

  await turns(page).last().getByRole('button', { name: 'Use as input' }).click()
  await submit(page, 'Now in winter')
  await expect(turns(page)).toHaveCount(2)
  await expect(turns(page).last().getByRole('list', { name: 'Input pictures' }).getByRole('img')).toHaveCount(
    1,
  )
  await expect.poll(() => decoded(page)).toBe(1)
})

test('a refusal is said in words, is not counted and leads to the prompt', async ({ page }) => {
  await submit(page, 'Something forbidden in a garden')
  const turn = turns(page).last()
  await expect(turn).toContainText(/The safety filter (declined this prompt|held back the finished picture)/)
  await expect(turn).toContainText('Not counted.')
  await turn.getByRole('button', { name: 'Edit prompt' }).first().click()
  await expect(prompt(page)).toHaveValue('Something forbidden in a garden')
})

test('a reload in the middle loses nothing', async ({ page }) => {
  await chooseCount(page, 2)
  await submit(page, 'Two lighthouses')
  await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/)
  await prompt(page).fill('A half-written thought')
  await page.reload()
  await expect(turns(page).last()).toContainText('Two lighthouses')
  await expect(prompt(page)).toHaveValue('A half-written thought')
  await expect.poll(() => decoded(page)).toBe(2)
})

test('what is cancelled is not counted, or is delivered all the same', async ({ page }) => {
  await submit(page, 'A picture nobody waits for')
  await turns(page).last().getByRole('button', { name: 'Cancel image 1' }).click()
  const cancelled = turns(page).last().getByText('Cancelled')
  await expect(cancelled.or(pictures(page).first())).toBeVisible()
})
