import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { LONG } from './long'

/** On a desk and on the narrowest phone. */
export const DESK = 1280
export const PHONE = 360
const THEMES = ['light', 'dark'] as const

/**
 * In the long run alone: the page as it stands, at both widths and in both themes. Nothing sticks out sideways, nobody is
 * kept out, and a picture of it is left in one folder for a person to look through. What only one width has is looked at
 * there alone.
 */
export async function look(page: Page, name: string, ...widths: number[]): Promise<void> {
  if (!LONG) return
  const size = page.viewportSize()
  for (const width of widths.length > 0 ? widths : [DESK, PHONE]) {
    for (const colorScheme of THEMES) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme })
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} sideways`).toBe(width)
      await expectAccessible(page, `${name} ${width} ${colorScheme}`)
      const file = `${name}-${width}-${colorScheme}.png`
      await page.screenshot({ path: join(test.info().project.outputDir, 'looks', file) })
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  if (size !== null) await page.setViewportSize(size)
}
