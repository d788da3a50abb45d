import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { wordsForError } from '~/features/problems/problemWords'
import { downloadFrom } from '~/lib/download'
import { toast } from '~/lib/toast'

/** The server's limit of pictures in one ZIP. */
export const ZIP_MAX = 500

/** One ZIP of the pictures, streamed by the server. */
export function useZip() {
  const { i18n } = useLingui()
  return useMutation({
    mutationFn: (ids: string[]) => unwrap(client.POST('/api/v1/zips', { body: { asset_ids: ids } })),
    onSuccess: ({ url }) => downloadFrom(url),
    onError: (error) => void toast(i18n._(wordsForError(error)), 'red'),
  })
}
