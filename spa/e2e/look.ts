import { expect, test, type Page } from '@playwright/test'
import { expectAccessible } from './accessible'

/** Whether this is the whole matrix (`make test-long`) and not what every change waits for. */
export const LONG = process.env.NPROXY_TEST_LONG === '1'

type Theme = 'light' | 'dark'

/**
 * The page as it stands, on a phone in `theme`: nothing sticks out sideways and nobody is kept out. In the long run the
 * same at both widths and in both themes, with a picture of each.
 */
export async function look(page: Page, name: string, theme: Theme): Promise<void> {
  const size = page.viewportSize()
  const widths = LONG ? [1280, 360] : [360]
  const themes: readonly Theme[] = LONG ? ['light', 'dark'] : [theme]
  for (const width of widths) {
    for (const colorScheme of themes) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme })
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} sideways`).toBe(width)
      if (LONG) await page.screenshot({ path: test.info().outputPath(`${name}-${width}-${colorScheme}.png`) })
      await expectAccessible(page, `${name} ${width} ${colorScheme}`)
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  if (size !== null) await page.setViewportSize(size)
}
