import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BYTES_MAX, shrink } from './shrink'

let drawn: { width: number; height: number; type: string | undefined } | null
let smallerBytes: number

/** jsdom neither decodes nor draws: a browser that does, with a picture of this size. */
function playBrowser(width: number, height: number): void {
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width, height, close: () => undefined }))
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      constructor(
        readonly width: number,
        readonly height: number,
      ) {}
      getContext() {
        return { drawImage: () => undefined }
      }
      convertToBlob({ type }: { type?: string }) {
        drawn = { width: this.width, height: this.height, type }
        return Promise.resolve(new Blob([new Uint8Array(smallerBytes)], { type: type ?? '' }))
      }
    },
  )
}

const picture = (bytes: number, type: string) => new File([new Uint8Array(bytes)], 'a', { type })

beforeEach(() => {
  drawn = null
  smallerBytes = 100
})
afterEach(() => vi.unstubAllGlobals())

describe('a picture on its way up', () => {
  it('goes as it is when it is neither large nor heavy', async () => {
    playBrowser(4096, 3000)
    const file = picture(1_000, 'image/png')
    expect(await shrink(file)).toBe(file)
    expect(drawn).toBeNull()
  })

  it('is made smaller when a side is too long, and keeps its shape', async () => {
    playBrowser(8192, 4000)
    const sent = await shrink(picture(1_000, 'image/jpeg'))
    expect(drawn).toEqual({ width: 4096, height: 2000, type: 'image/jpeg' })
    expect(sent.size).toBe(100)
  })

  it('is written anew at its own size when it is only heavy', async () => {
    playBrowser(3000, 2000)
    await shrink(picture(BYTES_MAX + 1, 'image/png'))
    expect(drawn).toEqual({ width: 3000, height: 2000, type: 'image/webp' })
  })

  it('goes as it is when writing it anew gains nothing', async () => {
    playBrowser(3000, 2000)
    smallerBytes = BYTES_MAX + 2
    const file = picture(BYTES_MAX + 1, 'image/jpeg')
    expect(await shrink(file)).toBe(file)
  })

  it('goes as it is where the browser cannot read it: the server says why', async () => {
    vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('not decodable')))
    const file = picture(BYTES_MAX + 1, 'image/png')
    expect(await shrink(file)).toBe(file)
  })
})
