import {
  attach,
  expect,
  expectLoaded,
  expectPictures,
  facts,
  lastTurn,
  openNew,
  pictures,
  prompt,
  submit,
  test,
} from './fixtures'
import { DESK, look, PHONE } from './look'

// Every page and dialog behind the door that no other journey looks at on its way.
test.use({ as: 'customer' })

test.describe('looked at', { tag: '@long' }, () => {
  test.beforeEach(({ page }) => openNew(page))

  test('the conversation and its menus', async ({ page }) => {
    await look(page, 'new')
    await page.getByRole('button', { name: /^Shape:/ }).click()
    await expect(page.getByRole('radiogroup', { name: 'Shape' })).toBeVisible()
    await look(page, 'shapes', DESK)
    await page.keyboard.press('Escape')
    await attach(page)
    await submit(page, 'A gate at noon')
    await expectPictures(page, 1)
    await look(page, 'conversation')
    await page.getByRole('button', { name: 'Actions for “A gate at noon”' }).first().click()
    await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeVisible()
    await look(page, 'conversation-menu', DESK)
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await expect(page.getByRole('dialog', { name: 'Rename' })).toBeVisible()
    await look(page, 'rename', DESK)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Account:/ }).click()
    await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible()
    await look(page, 'account-menu', DESK)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+/')
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
    await look(page, 'shortcuts')
  })

  test('the large picture and its comparison', async ({ page }) => {
    await attach(page)
    await submit(page, 'A gate in the rain')
    await expectPictures(page, 1)
    await pictures(page).first().click()
    await expect(facts(page)).toBeVisible()
    await facts(page).getByText('Keys', { exact: true }).click()
    await look(page, 'lightbox')
    await facts(page).getByRole('button', { name: 'Hold to see the input' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('img', { name: 'The input' })).toBeVisible()
    await look(page, 'lightbox-compare')
  })

  test('the choice among pictures of before', async ({ page }) => {
    await submit(page, 'A gate at dusk')
    await expectPictures(page, 1)
    await page.getByRole('button', { name: /^Attach pictures/ }).click()
    await expect(page.getByRole('menuitem', { name: 'Your pictures' })).toBeVisible()
    await look(page, 'attach-menu')
    await page.getByRole('menuitem', { name: 'Your pictures' }).click()
    const dialog = page.getByRole('dialog', { name: 'Your pictures' })
    await dialog.getByRole('button', { name: 'A gate at dusk' }).first().click()
    await look(page, 'picture-choice')
    await dialog.getByLabel('Search your prompts').fill('words that nobody wrote')
    await expect(dialog.getByText('No prompt of yours has these words.')).toBeVisible()
    await look(page, 'picture-choice-none')
  })

  test('searches that find, and that find nothing', async ({ page }) => {
    const words = `A gate number ${Date.now()}`
    await submit(page, words)
    await expectPictures(page, 1)
    await page.keyboard.press('Control+k')
    await page.keyboard.type(words)
    await expect(page.getByRole('region', { name: 'Found' }).getByRole('link')).toHaveCount(1)
    await look(page, 'search', DESK)
    await page.keyboard.type('no more')
    await expect(page.getByRole('region', { name: 'Found' })).toHaveCount(0)
    await look(page, 'search-none', DESK)
    await page.goto('/gallery?q=words+that+nobody+wrote')
    await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible()
    await look(page, 'gallery-none')
  })

  test('what a phone has in place of them', async ({ page }) => {
    await page.setViewportSize({ width: PHONE, height: 800 })
    await page.getByRole('button', { name: /^Settings:/ }).click()
    await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
    await look(page, 'settings-sheet', PHONE)
    await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click()
    await submit(page, 'A gate in the fog')
    await page.getByRole('button', { name: 'Open the menu' }).click()
    const drawer = page.getByRole('dialog')
    await expect(drawer.getByRole('link', { name: 'A gate in the fog' }).first()).toBeVisible()
    await look(page, 'menu', PHONE)
    await drawer.getByRole('button', { name: 'Actions for “A gate in the fog”' }).first().click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await expect(page.getByRole('dialog', { name: 'Rename' })).toBeVisible()
    await look(page, 'rename', PHONE)
  })

  test('a refusal', async ({ page }) => {
    await submit(page, 'Something forbidden behind a gate')
    await expect(lastTurn(page).getByText('Not counted.')).toBeVisible()
    await look(page, 'refused')
  })

  test('trouble: no network, no answer, nothing at an address', async ({ page, context }) => {
    await prompt(page).fill('Written without a network')
    await context.setOffline(true)
    await expect(page.getByText('You are offline.', { exact: false })).toBeVisible()
    await look(page, 'offline')
    await context.setOffline(false)

    await page.goto('/nothing/here')
    await expect(page.getByRole('heading', { name: 'Nothing here' })).toBeVisible()
    await look(page, 'not-found')

    await page.route('**/api/v1/me', (route) => route.fulfill({ status: 500, json: INTERNAL }))
    await page.goto('/home')
    await expect(page.getByRole('heading', { name: 'Something went wrong' })).toBeVisible()
    await look(page, 'error')
    await page.unroute('**/api/v1/me')

    await page.route('**/api/v1/{conversations,gallery,subscription,payments}**', (route) =>
      route.fulfill({ status: 500, json: INTERNAL }),
    )
    await page.goto('/home')
    await expect(page.getByRole('button', { name: 'Try again' }).first()).toBeVisible()
    await expectLoaded(page)
    await look(page, 'home-in-trouble')
  })
})

/** What the server says of a fault of its own. */
const INTERNAL = {
  type: 'about:blank',
  title: 'Internal',
  status: 500,
  detail: '',
  code: 'internal',
  request_id: 'played',
}
