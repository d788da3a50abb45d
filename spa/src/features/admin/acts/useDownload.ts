import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { downloadFrom } from '~/lib/download'
import { toast } from '~/lib/toast'
import { useAdminAct } from '../access'
import { adminRefusal } from './refusal'

/**
 * Saves a file of the section. A file that is refused fails where nobody can be asked for anything, so something small is
 * asked for first, by the same rights.
 */
export function useDownload() {
  const first = useAdminAct<string>(() => unwrap(client.GET('/api/v1/admin/switches')), {
    onSuccess: (_, url) => downloadFrom(url),
  })
  const download = (url: string) =>
    first.mutate(url, { onError: (error) => void toast(adminRefusal(error), 'red') })
  return { download, busy: first.isPending }
}
