import type { Page } from '@playwright/test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { enter, expect, expectLoaded, expectNew, test } from './fixtures'
import { letter, linkOf } from './inbox'
import { look } from './look'
import { OwnDev } from './ownDev'

const PASSWORD = 'four unrelated quiet words'

test.describe('an account from its door to its end', { tag: '@long' }, () => {
  test.describe.configure({ mode: 'default' })
  let dev: OwnDev
  let texts: string
  // As an installation in earnest has it.
  test.beforeAll(async () => {
    texts = mkdtempSync(join(tmpdir(), 'nproxy-texts.'))
    const file = (name: string, text: string) => {
      writeFileSync(join(texts, name), text)
      return join(texts, name)
    }
    dev = await OwnDev.start({
      AUTH__REQUIRE_VERIFIED: 'true',
      BILLING__SUPPORT: 'help@example.org',
      SITE__TERMS_VERSION: '2026-11-01',
      SITE__TERMS__EN: file('terms.md', '# Terms\n\nBe kind.\n\n## Money\n\nA month is paid ahead.\n'),
      SITE__PRIVACY__EN: file(
        'privacy.md',
        '# Privacy\n\n- What you write is yours.\n- So are your pictures.\n',
      ),
    })
  })
  test.afterAll(async () => {
    await dev.stop()
    rmSync(texts, { recursive: true, force: true })
  })

  test('what is agreed to, and what the doors say when something is wrong', async ({ page }) => {
    const { url } = dev.running
    for (const name of ['terms', 'privacy']) {
      await page.goto(`${url}/${name}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await look(page, name)
    }
    await page.goto(`${url}/register`)
    await expect(page.getByText('By creating an account you accept our')).toBeVisible()
    await page.getByLabel('E-mail').fill('nobody')
    await page.getByRole('button', { name: 'Create account' }).click()
    await expect(page.getByRole('textbox', { name: 'E-mail' })).toHaveAttribute('aria-invalid', 'true')
    await look(page, 'register-refused')
    await page.goto(`${url}/login`)
    await look(page, 'sign-in')
    await enter(page, { email: 'nobody@example.com', password: 'not the password' }, 'Sign in')
    await expect(page.getByRole('alert')).toBeVisible()
    await look(page, 'sign-in-refused')
    for (const door of ['verify', 'reset', 'confirm-email', 'undo-email', 'keep-account']) {
      await page.goto(`${url}/${door}#token=${'a'.repeat(43)}`)
      await expect(page.getByRole('heading', { level: 1, name: 'This link doesn’t work' })).toBeVisible()
    }
    await look(page, 'link-unknown')
  })

  test('the address is changed, the account closed and kept, and the change taken back', async ({ page }) => {
    const { url } = dev.running
    const old = `mover-${Date.now()}@example.com`
    const fresh = `moved-${Date.now()}@example.com`
    await page.goto(`${url}/register`)
    await enter(page, { email: old, password: PASSWORD }, 'Create account')
    await expect(page.getByRole('heading', { level: 1, name: 'Check your inbox' })).toBeVisible()
    await open(page, dev, old, /Confirm your address/)
    await look(page, 'verify')
    await page.getByRole('button', { name: 'Confirm my address' }).click()
    await page.goto(`${url}/c`)
    await expectNew(page)

    for (const [path, name] of [
      ['/c', 'new-without-plan'],
      ['/home', 'home-empty'],
      ['/gallery', 'gallery-empty'],
      ['/billing/history', 'history-empty'],
    ] as const) {
      await page.goto(url + path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectLoaded(page)
      await look(page, name)
    }

    await page.goto(`${url}/settings`)
    await page.getByRole('button', { name: 'Change the password' }).click()
    await look(page, 'settings-password')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Change the address' }).click()
    await page.getByLabel('New address').fill(fresh)
    await page.getByLabel('Your password').fill(PASSWORD)
    await look(page, 'settings-address')
    await page.getByRole('button', { name: 'Send the link' }).click()
    await expect(page.getByText('We have sent a link to the new address.', { exact: false })).toBeVisible()
    await look(page, 'settings-address-sent')
    await open(page, dev, fresh, /Confirm your new address/)
    await look(page, 'confirm-email')
    await page.getByRole('button', { name: 'Confirm my new address' }).click()
    await expect(page.getByRole('heading', { name: 'Your new address is confirmed' })).toBeVisible()
    await look(page, 'email-confirmed')

    await page.goto(`${url}/settings`)
    await expect(page.getByText(fresh).first()).toBeVisible()
    await page.getByRole('button', { name: 'Delete my account' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete your account?' })
    await dialog.getByLabel('Your password').fill(PASSWORD)
    await look(page, 'close-account')
    await dialog.getByRole('button', { name: 'Delete my account' }).click()
    await expect(page.getByRole('heading', { name: 'Your account is closed' })).toBeVisible()
    await look(page, 'closing')
    await open(page, dev, fresh, /will be deleted/)
    await look(page, 'keep-account')
    await page.getByRole('button', { name: 'Keep my account' }).click()
    await expect(page.getByRole('heading', { name: 'Your account stays' })).toBeVisible()
    await look(page, 'account-kept')
    await page.goto(`${url}/login`)
    await enter(page, { email: fresh, password: PASSWORD }, 'Sign in')
    await expectNew(page)

    await open(page, dev, old, /was changed/)
    await look(page, 'undo-email')
    await page.getByRole('button', { name: 'Undo the change' }).click()
    await expect(page.getByRole('heading', { name: 'You have your address back' })).toBeVisible()
    await look(page, 'email-undone')
    await page.goto(`${url}/c`)
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
    await open(page, dev, old, /was changed/)
    await expect(page.getByRole('heading', { name: 'This link was used already' })).toBeVisible()
    await look(page, 'link-used')
  })
})

async function open(page: Page, dev: OwnDev, email: string, subject: RegExp): Promise<void> {
  await page.goto(linkOf(await letter(dev.running, email, subject)))
  await expect(page).not.toHaveURL(/#/)
  await expectLoaded(page)
}
