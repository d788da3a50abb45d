import { expect, expectNew, test } from './fixtures'
import type { Page } from '@playwright/test'

/** On the wire, compressed, until the page is usable and quiet. */
const LANDING_SCRIPT_KIB_MAX = 1
const LANDING_STYLE_KIB_MAX = 3
const SIGN_IN_SCRIPT_KIB_MAX = 162
const CHAT_SCRIPT_KIB_MAX = 186
const CHECKOUT_SCRIPT_KIB_MAX = 177
const STYLE_KIB_MAX = 16

// What the service worker hands on is counted unpacked.
test.use({ serviceWorkers: 'block' })

interface Weight {
  script: number
  style: number
}

async function weigh(page: Page): Promise<Weight> {
  await page.waitForLoadState('networkidle')
  return page.evaluate(() => {
    const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    const kib = (ending: string) =>
      loaded
        .filter(({ name }) => new URL(name).pathname.endsWith(ending))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize / 1024, 0)
    return { script: kib('.js'), style: kib('.css') }
  })
}

function expectWithin(weight: Weight, what: string, scriptMax: number, styleMax = STYLE_KIB_MAX): void {
  test.info().annotations.push({
    type: 'first load',
    description: `${what}: ${weight.script.toFixed(1)} KiB of script, ${weight.style.toFixed(1)} of style`,
  })
  expect(weight.script).toBeGreaterThan(0)
  expect(weight.script, `${what}: KiB of script`).toBeLessThanOrEqual(scriptMax)
  expect(weight.style, `${what}: KiB of style`).toBeLessThanOrEqual(styleMax)
}

test('the first load of the front page is next to nothing', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expectWithin(await weigh(page), 'landing', LANDING_SCRIPT_KIB_MAX, LANDING_STYLE_KIB_MAX)
})

test('the first load of sign-in is small', async ({ page }) => {
  await page.goto('/login')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expectWithin(await weigh(page), 'sign-in', SIGN_IN_SCRIPT_KIB_MAX)
})

test.describe('behind the door', () => {
  test.use({ as: 'customer' })

  test('the first load of the chat is small', async ({ page }) => {
    await page.goto('/c')
    await expectNew(page)
    expectWithin(await weigh(page), 'chat', CHAT_SCRIPT_KIB_MAX)
  })

  test('the first load of the checkout is small', async ({ page }) => {
    await page.goto('/billing/plan')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expectWithin(await weigh(page), 'checkout', CHECKOUT_SCRIPT_KIB_MAX)
  })
})
