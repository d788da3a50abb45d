import {
  attach,
  chooseCount,
  expect,
  expectPictures,
  facts,
  lastTurn,
  openNew,
  pictures,
  prompt,
  submit,
  test,
  turns,
} from './fixtures'
import { dropFile, drawPng, averageColor } from './picture'
import { upstream } from './upstream'

test.use({ as: 'customer' })
test.beforeEach(({ page }) => openNew(page))

test('a batch of four from words, each opened large at its own address', async ({ page }) => {
  await chooseCount(page, 4)
  await submit(page, 'Four paper boats on a lake')
  await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/)
  await expect(prompt(page)).toHaveValue('')
  await expectPictures(page, 4)
  const conversation = page.url()

  await pictures(page).first().click()
  await expect(page).toHaveURL(/\/i\/[0-9a-f-]{36}$/)
  await expect(facts(page)).toContainText('Four paper boats on a lake')
  const first = page.url()
  await page.keyboard.press('ArrowRight')
  await expect(page).not.toHaveURL(first)
  await page.keyboard.press('ArrowLeft')
  await expect(page).toHaveURL(first)

  const download = page.waitForEvent('download')
  await facts(page).getByRole('link', { name: 'Download' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.(png|jpe?g|webp)$/)
  await page.goBack()
  await expect(page).toHaveURL(conversation)
  await expect(facts(page)).toHaveCount(0)

  await prompt(page).press('ArrowUp')
  await expect(prompt(page)).toHaveValue('Four paper boats on a lake')
})

test('a picture from an upload, and from that picture another', { tag: '@long' }, async ({ page }) => {
  await attach(page)
  await page.getByText('Close', { exact: true }).click()
  await submit(page, 'Keep the hills and add a moon')
  await expect(lastTurn(page)).toContainText('Close')
  const inputs = () => lastTurn(page).getByRole('list', { name: 'Input pictures' }).getByRole('img')
  await expect(inputs()).toHaveCount(1)
  await expectPictures(page, 1)
  // Kept close, the result still wears the colours of what was uploaded.
  const [made, asked] = await Promise.all([
    averageColor(pictures(page).locator('img')),
    averageColor(inputs()),
  ])
  for (const channel of [0, 1, 2])
    expect(Math.abs((made[channel] ?? 0) - (asked[channel] ?? 0))).toBeLessThan(60)

  await lastTurn(page).getByRole('button', { name: 'Use as input' }).click()
  await page.getByText('Loose', { exact: true }).click()
  await submit(page, 'Now in winter')
  await expect(turns(page)).toHaveCount(2)
  await expect(lastTurn(page)).toContainText('Loose')
  await expect(inputs()).toHaveCount(1)
  await expectPictures(page, 1)
})

test('a picture is an input wherever on the page it is dropped', { tag: '@long' }, async ({ page }) => {
  await dropFile(page, 'dropped.png', await drawPng(page))
  await expect(page.getByRole('list', { name: 'Input pictures' }).getByRole('img')).toHaveCount(1)
  await expect(page.getByText('Image to image')).toBeVisible()
  await page.getByRole('button', { name: 'Remove input 1' }).click()
  await expect(page.getByText('Text to image')).toBeVisible()
})

test(
  'a refusal is said in words, is not counted and leads to the prompt',
  { tag: '@long' },
  async ({ page }) => {
    await submit(page, 'Something forbidden in a garden')
    await expect(lastTurn(page)).toContainText(
      /The safety filter (declined this prompt|held back the finished picture)/,
    )
    await expect(lastTurn(page)).toContainText('Not counted.')
    await lastTurn(page).getByRole('button', { name: 'Edit prompt' }).first().click()
    await expect(prompt(page)).toHaveValue('Something forbidden in a garden')
  },
)

test('two of four fail: asked for again in their places, one comes and the other is refused', async ({
  page,
}) => {
  // The service itself tries each once more before it says so: all four, and then two of them, meet it.
  await upstream({ fault: 'no_image', next_requests: 6, latency_ms: 500 })
  await chooseCount(page, 4)
  await submit(page, 'Four lanterns')
  await expectPictures(page, 2)
  await expect(lastTurn(page)).toContainText('2 of 4 ready · 2 not counted')
  await expect(lastTurn(page).getByText('The model answered in words instead of a picture.')).toHaveCount(2)

  await upstream({ fault: 'safety_refusal', next_requests: 1 })
  const again = lastTurn(page).getByRole('button', { name: 'Try again' })
  await again.first().click()
  await expect(lastTurn(page)).toContainText('The safety filter held back the finished picture.')
  // What is refused is not tried blindly: the one button left is the other slot's.
  await again.click()
  await expectPictures(page, 3)
  await expect(again).toHaveCount(0)
  await expect(lastTurn(page)).toContainText('3 of 4 ready · 1 not counted')
  await expect(turns(page)).toHaveCount(1)
})

test('a reload in the middle loses nothing', async ({ page }) => {
  await upstream({ latency_ms: 3_000 })
  await chooseCount(page, 2)
  await submit(page, 'Two lighthouses')
  await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/)
  await prompt(page).fill('A half-written thought')
  await expect(
    lastTurn(page)
      .getByText(/^Generating/)
      .first(),
  ).toBeVisible()
  await page.reload()
  await expect(lastTurn(page)).toContainText('Two lighthouses')
  await expect(prompt(page)).toHaveValue('A half-written thought')
  await expectPictures(page, 2)
})

test(
  'a queued picture is cancelled at once; a running one is stopped, or delivered all the same',
  { tag: '@long' },
  async ({ page }) => {
    await upstream({ latency_ms: 5_000 })
    await chooseCount(page, 4)
    await submit(page, 'Pictures that hold every place')
    await expect(lastTurn(page).getByText(/^Generating/)).toHaveCount(4)
    await submit(page, 'A picture nobody waits for')
    for (const image of [1, 2, 3, 4])
      await lastTurn(page)
        .getByRole('button', { name: `Cancel image ${image}` })
        .click()
    await expect(lastTurn(page).getByText('Cancelled')).toHaveCount(4)
    await expect(lastTurn(page).getByText('Not counted.')).toHaveCount(4)

    const running = turns(page).first()
    await running.getByRole('button', { name: 'Cancel image 1' }).click()
    await expect(running).toContainText('Stopping. A picture that still arrives is yours, and counted.')
    await expect(
      running.getByText('Cancelled').or(running.getByRole('link', { name: /^Open image 1/ })),
    ).toBeVisible()
  },
)
