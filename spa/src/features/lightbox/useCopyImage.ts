import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import type { Asset } from '~/api/types'
import { toast } from '~/lib/toast'

/** Clipboards take PNG only, whatever the picture is stored as. */
export function useCopyImage(asset: Asset) {
  const { t } = useLingui()
  return useMutation({
    mutationKey: ['copy-image', asset.id],
    // The promise goes into the item: Safari allows no waiting between the press and the write.
    mutationFn: () => navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(asset) })]),
    onError: () => void toast(t`This browser didn’t let the picture be copied. Download it instead.`, 'red'),
  })
}

async function asPng(asset: Asset): Promise<Blob> {
  const response = await fetch(asset.url)
  const blob = await response.blob()
  if (blob.type === 'image/png') return blob
  const bitmap = await createImageBitmap(blob)
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  return canvas.convertToBlob({ type: 'image/png' })
}
