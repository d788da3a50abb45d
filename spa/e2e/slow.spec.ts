import type { Page } from '@playwright/test'
import {
  expect,
  expectNew,
  expectPictures,
  lastTurn,
  openNew,
  pictures,
  prompt,
  submit,
  test,
} from './fixtures'
import { running } from './running'

const LATENCY_MS = 400
/** 400 kbit/s. */
const BYTES_PER_S = 50_000
/** What the web calls good, and half of what it calls bad. */
const SHIFT_MAX = 0.1
/** A page that is 200 KiB on the wire needs some seconds then. */
const SLOWLY = { timeout: 60_000 }

// Requests of a service worker would not be slowed down.
test.use({ as: 'customer', serviceWorkers: 'block' })

test.describe('on a slow network', { tag: '@long' }, () => {
  test('pages say at once what is coming, nothing jumps, and the composer can be written into', async ({
    page,
  }) => {
    await openNew(page)
    await submit(page, 'A snail on a stone')
    await expectPictures(page, 1)
    const conversation = page.url()
    await watchLoading(page)
    await slowDown(page)

    await page.goto(running().url, SLOWLY)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect((await loading(page)).shifted, 'front page').toBeLessThan(SHIFT_MAX)

    await page.goto('/c', { ...SLOWLY, waitUntil: 'commit' })
    await expectNew(page)
    // It takes words while the models to choose from are still on their way, and the pictures with them.
    await prompt(page).fill('A heron in the mist')
    await expect(page.getByRole('button', { name: 'Generate' })).toBeEnabled(SLOWLY)
    await prompt(page).press('Control+Enter')
    await expect(lastTurn(page)).toContainText('A heron in the mist', SLOWLY)
    await expect(pictures(page).locator('img')).toBeVisible(SLOWLY)
    await expectPictures(page, 1)
    expect((await loading(page)).shifted, 'new picture').toBeLessThan(SHIFT_MAX)

    for (const path of [new URL(conversation).pathname, '/gallery', '/home', '/billing']) {
      await page.goto(path, { ...SLOWLY, waitUntil: 'commit' })
      await expect(page.getByRole('heading', { level: 1 }).or(lastTurn(page))).toBeVisible(SLOWLY)
      await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0, SLOWLY)
      await page.waitForLoadState('load', SLOWLY)
      const { shifted, stoodIn } = await loading(page)
      expect(shifted, path).toBeLessThan(SHIFT_MAX)
      expect(stoodIn, `${path} says that it loads`).toBe(true)
    }
  })
})

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: BYTES_PER_S,
    uploadThroughput: BYTES_PER_S,
  })
  // As somebody who comes for the first time.
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
}

interface Loading {
  /** The sum of what moved without anybody having touched the page. */
  shifted: number
  /** Something stood in for what was on its way. */
  stoodIn: boolean
}

/** From each page's first moment on. */
async function watchLoading(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const loading: Loading = { shifted: 0, stoodIn: false }
    Object.assign(window, { loading })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number
        hadRecentInput: boolean
      })[])
        if (!entry.hadRecentInput) loading.shifted += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
    new MutationObserver(() => {
      loading.stoodIn ||= document.querySelector('.mantine-Skeleton-root') !== null
    }).observe(document, { childList: true, subtree: true })
  })
}

const loading = (page: Page) => page.evaluate(() => (window as unknown as { loading: Loading }).loading)
