import type { Locator, Page } from '@playwright/test'

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

/** What a person does with a file from a folder: over the window, then let go. */
export async function dropFile(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, base64]) => {
      const held = new DataTransfer()
      const content = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
      held.items.add(new File([content], fileName, { type: 'image/png' }))
      return held
    },
    [name, bytes.toString('base64')] as const,
  )
  const main = page.getByRole('main')
  for (const type of ['dragenter', 'dragover', 'drop'])
    await main.dispatchEvent(type, { dataTransfer: transfer })
}

/** Red, green and blue of a picture that has loaded, 0 to 255. */
export function averageColor(image: Locator): Promise<number[]> {
  return image.evaluate(async (element) => {
    await (element as HTMLImageElement).decode()
    const canvas = new OffscreenCanvas(1, 1)
    const pen = canvas.getContext('2d')
    if (pen === null) throw new Error('no canvas')
    pen.imageSmoothingQuality = 'high'
    pen.drawImage(element as HTMLImageElement, 0, 0, 1, 1)
    return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)]
  })
}
