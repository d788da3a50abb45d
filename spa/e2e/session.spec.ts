import {
  attach,
  enter,
  expect,
  expectNew,
  expectPictures,
  lastTurn,
  openNew,
  prompt,
  submit,
  test,
  turns,
} from './fixtures'
import { running } from './running'

test(
  'sign in, sign out, sign in, and the conversation is still there',
  { tag: '@long' },
  async ({ page }) => {
    const { customer } = running()
    await page.goto('/login')
    await enter(page, customer, 'Sign in')
    await expectNew(page)
    await submit(page, 'A lantern that stays')
    await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/)
    await expectPictures(page, 1)
    const address = page.url()
    await page.getByRole('button', { name: /^Account:/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()

    await page.goto(address)
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await enter(page, customer, 'Sign in')
    await expect(page).toHaveURL(address)
    await expect(turns(page).last()).toContainText('A lantern that stays')
    await expectPictures(page, 1)
  },
)

test('a wrong password is said in words', { tag: '@long' }, async ({ page }) => {
  await page.goto('/login')
  await enter(page, { email: 'nobody@example.com', password: 'not the password' }, 'Sign in')
  await expect(page.getByRole('alert')).toContainText('The e-mail or the password is wrong.')
})

test(
  'a new account is signed in at once and is told that it has no plan',
  { tag: '@long' },
  async ({ page }) => {
    await page.goto('/register')
    const account = { email: `new-${Date.now()}@example.com`, password: 'four unrelated quiet words' }
    await enter(page, account, 'Create account')
    await expect(page.getByText('You have no plan yet, so no pictures can be made.')).toBeVisible()
    await prompt(page).fill('A boat')
    await expect(page.getByRole('button', { name: 'Generate' })).toBeDisabled()
  },
)

test.describe('behind the door', () => {
  test.use({ as: 'customer' })
  test.beforeEach(({ page }) => openNew(page))

  test('a session that ends under the page is taken up again in place, and what was written is sent', async ({
    page,
    context,
  }) => {
    await attach(page)
    await prompt(page).fill('Written before the session ended')
    await expect(page.getByRole('button', { name: 'Generate' })).toBeEnabled()
    await context.clearCookies()
    await prompt(page).press('Control+Enter')
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
    await dialog.getByLabel('Password', { exact: true }).fill(running().customer.password)
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    await expect(lastTurn(page)).toContainText('Written before the session ended')
    await expect(lastTurn(page).getByRole('list', { name: 'Input pictures' }).getByRole('img')).toHaveCount(1)
    await expectPictures(page, 1)
  })

  test(
    'what was written and attached is there after the way through the door',
    { tag: '@long' },
    async ({ page, context }) => {
      await attach(page)
      await prompt(page).fill('Written before the session ended')
      await expect(page.getByRole('button', { name: 'Generate' })).toBeEnabled()
      await context.clearCookies()
      await page.reload()
      await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
      await enter(page, running().customer, 'Sign in')
      await expectNew(page)
      await expect(prompt(page)).toHaveValue('Written before the session ended')
      const input = page.getByRole('list', { name: 'Input pictures' }).getByRole('img')
      await expect
        .poll(() => input.evaluate((image: HTMLImageElement) => image.naturalWidth))
        .toBeGreaterThan(0)
      await page.getByRole('button', { name: 'Generate' }).click()
      await expectPictures(page, 1)
    },
  )

  test(
    'conversations are renamed, pinned, found, deleted, brought back and deleted',
    { tag: '@long' },
    async ({ page }) => {
      const words = `A kite number ${Date.now()}`
      await submit(page, words)
      await page.getByRole('button', { name: `Actions for “${words}”` }).click()
      await page.getByRole('menuitem', { name: 'Rename' }).click()
      await page.getByRole('textbox', { name: 'Title' }).fill(`Renamed ${words}`)
      await page.getByRole('button', { name: 'Save' }).click()
      await expect(page.getByRole('link', { name: `Renamed ${words}` })).toBeVisible()
      const address = page.url()
      const choose = async (act: string) => {
        await page.getByRole('button', { name: `Actions for “Renamed ${words}”` }).click()
        await page.getByRole('menuitem', { name: act }).click()
      }
      await choose('Pin')
      await expect(page.getByRole('region', { name: 'Pinned' })).toContainText(`Renamed ${words}`)
      await choose('Unpin')
      await expect(page.getByRole('region', { name: 'Pinned' })).toHaveCount(0)

      await page.keyboard.press('Control+k')
      await page.keyboard.type(words)
      await expect(page.getByRole('region', { name: 'Found' }).getByRole('link')).toHaveCount(1)
      await page.keyboard.press('Escape')

      await choose('Delete')
      await expect(page).toHaveURL(/\/c$/)
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect(page).toHaveURL(address)
      await choose('Delete')
      await expect(page).toHaveURL(/\/c$/)
      await expect(page.getByRole('link', { name: `Renamed ${words}` })).toHaveCount(0)
      await page.goto(address)
      await expect(page.getByRole('heading', { name: 'Nothing here' })).toBeVisible()
    },
  )
})
