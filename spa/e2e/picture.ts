import type { Page } from '@playwright/test'

/** A real PNG, drawn by the browser, as an upload. */
export async function drawPng(page: Page, width = 640, height = 480): Promise<Buffer> {
  const base64 = await page.evaluate(
    ([w, h]) => {
      const canvas = document.createElement('canvas')
      canvas.width = w
      canvas.height = h
      const pen = canvas.getContext('2d')
      if (pen === null) throw new Error('no canvas')
      pen.fillStyle = '#f6d9c0'
      pen.fillRect(0, 0, w, h)
      pen.fillStyle = '#75527f'
      pen.fillRect(0, h / 2, w, h / 2)
      return canvas.toDataURL('image/png').split(',')[1] ?? ''
    },
    [width, height] as const,
  )
  return Buffer.from(base64, 'base64')
}
