import type { Asset } from '~/api/types'

/** Browsers drop downloads that are asked for in the same instant. */
const BETWEEN_MS = 300

export function downloadUrl(asset: Asset): string {
  return `${asset.url}&download=1`
}

/** The server names the file and gives it the extension of what it really is. */
export function downloadAll(assets: Asset[]): void {
  assets.forEach((asset, index) => setTimeout(() => download(asset), index * BETWEEN_MS))
}

function download(asset: Asset): void {
  const link = document.createElement('a')
  link.href = downloadUrl(asset)
  link.download = ''
  link.click()
}
