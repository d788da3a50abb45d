import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { Asset } from '~/api/types'
import { wordsForError } from '~/features/problems/problemWords'
import { downloadFrom } from '~/lib/download'
import { toast } from '~/lib/toast'
import { fileName, type Picture } from './picture'

/** The browser reads the bytes on its own time after the press. */
const KEPT_MS = 60_000

/** Saves the original under a name that tells what it is; it is on hand already, as it is on screen. */
export function useSaveImage() {
  const { i18n } = useLingui()
  return useMutation({
    mutationFn: async ({ picture, asset }: { picture: Picture; asset: Asset }) => {
      const params = { path: { id: asset.id }, query: { variant: 'original' as const } }
      const blob: unknown = await unwrap(client.GET('/api/v1/assets/{id}', { params, parseAs: 'blob' }))
      const file = blob as Blob
      const url = URL.createObjectURL(file)
      setTimeout(() => URL.revokeObjectURL(url), KEPT_MS)
      downloadFrom(url, fileName(picture, file.type))
    },
    onError: (error) => void toast(i18n._(wordsForError(error)), 'red'),
  })
}
