import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { eachAtOnce } from '~/lib/atOnce'
import { toast } from '~/lib/toast'
import { mapAssets } from './assetsCache'

const AT_ONCE = 4

interface Starring {
  ids: readonly string[]
  starred: boolean
}

/** Stars pictures or takes their stars away: shown at once, and put back where the server didn't take it. */
export function useStar() {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const show = ({ ids, starred }: Starring) => {
    const meant = new Set(ids)
    mapAssets(queryClient, (asset) => (meant.has(asset.id) ? { ...asset, starred } : asset))
  }
  return useMutation({
    mutationFn: async (starring: Starring) => {
      show(starring)
      const failed = await eachAtOnce(starring.ids, AT_ONCE, (id) => starOne(id, starring.starred))
      if (failed.length === 0) return
      show({ ids: failed, starred: !starring.starred })
      void toast(t`The star couldn’t be saved. Please try again.`, 'red')
    },
  })
}

function starOne(id: string, starred: boolean): Promise<unknown> {
  return unwrap(client.PATCH('/api/v1/assets/{id}', { params: { path: { id } }, body: { starred } }))
}
