import { expect, test } from '@playwright/test'
import { launch, type Browser, type Page } from 'puppeteer-core'
import { running } from './running'

// Playwright's Firefox is a build of its own. This is the one that people have, driven by WebDriver BiDi.
const FIREFOX = process.env.FIREFOX_PATH ?? ''
const PATIENCE_MS = 60_000

let browser: Browser
let page: Page

test.describe('in Firefox', { tag: '@long' }, () => {
  test.skip(FIREFOX === '', 'No Firefox: FIREFOX_PATH names none.')

  test.beforeAll(async () => {
    browser = await launch({ browser: 'firefox', executablePath: FIREFOX, headless: true })
    page = await browser.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await page.setViewport({ width: 1280, height: 800 })
  })
  test.afterAll(() => browser.close())

  test('a customer signs in, makes a picture, sees it large and in the gallery, and signs out', async () => {
    const { url, customer } = running()
    const troubles: string[] = []
    page.on('pageerror', (error) => troubles.push(String(error)))
    await page.goto(`${url}/login`)
    await named('E-mail', 'textbox').fill(customer.email)
    await page.locator('input[type=password]').fill(customer.password)
    await named('Sign in', 'button').click()

    await named('Prompt', 'textbox').fill('A fox among red leaves')
    await named('Generate', 'button').click()
    await decoded('[role=article] a img, article a img')
    expect(new URL(page.url()).pathname).toMatch(/^\/c\/[0-9a-f-]{36}$/)

    await page.locator('article a img').click()
    await decoded('[role=dialog] img[alt^="Generated:"]')
    expect(new URL(page.url()).pathname).toMatch(/\/i\/[0-9a-f-]{36}$/)
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => document.querySelector('[role=dialog]') === null)

    await named('Gallery', 'link').click()
    await decoded('main a[aria-label^="Generated: A fox"] img, main a img[alt^="Generated: A fox"]')
    await page.locator('button[aria-label^="Account:"]').click()
    await named('Sign out', 'menuitem').click()
    await named('E-mail', 'textbox').wait()
    expect(new URL(page.url()).pathname).toBe('/login')
    expect(troubles).toEqual([])
  })
})

const named = (name: string, role: string) => page.locator(`aria/${name}[role="${role}"]`)

/** A picture that is there and was read: a broken link is none. */
async function decoded(selector: string): Promise<void> {
  await page.waitForFunction(
    (css) => {
      const [image] = document.querySelectorAll<HTMLImageElement>(css)
      return image !== undefined && image.complete && image.naturalWidth > 0
    },
    {},
    selector,
  )
}
