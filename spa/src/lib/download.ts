import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { Asset } from '~/api/types'

/** The server names the file and gives it the extension of what it really is. */
export function downloadUrl(asset: Asset): string {
  return `${asset.url}&download=1`
}

/** One picture as it is, several in one ZIP that the server streams. */
export async function downloadAll(assets: Asset[]): Promise<void> {
  const [first] = assets
  if (first === undefined) return
  if (assets.length === 1) return downloadFrom(downloadUrl(first))
  const body = { asset_ids: assets.map(({ id }) => id) }
  downloadFrom((await unwrap(client.POST('/api/v1/zips', { body }))).url)
}

/** By a link that is never shown: an address that has gone bad fails as a download and doesn't replace the page. */
export function downloadFrom(url: string, name = ''): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}
