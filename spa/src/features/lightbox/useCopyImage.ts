import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import type { Asset } from '~/api/types'
import { toast } from '~/lib/toast'

/** Clipboards take PNG only, whatever the picture is stored as. */
export function useCopyImage(asset: Asset | null) {
  const { t } = useLingui()
  const mutation = useMutation({
    // The promise goes into the item: Safari allows no waiting between the press and the write.
    mutationFn: (url: string) => navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(url) })]),
    onError: () => void toast(t`This browser didn’t let the picture be copied. Download it instead.`, 'red'),
  })
  const ofThisOne = mutation.variables === asset?.url
  return {
    mutate: () => {
      if (asset !== null) mutation.mutate(asset.url)
    },
    isPending: ofThisOne && mutation.isPending,
    isSuccess: ofThisOne && mutation.isSuccess,
  }
}

async function asPng(url: string): Promise<Blob> {
  const response = await fetch(url)
  const blob = await response.blob()
  if (blob.type === 'image/png') return blob
  const bitmap = await createImageBitmap(blob)
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  return canvas.convertToBlob({ type: 'image/png' })
}
