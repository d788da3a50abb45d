import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { client } from '~/api/client'
import { GALLERY, recentQuery } from '~/api/galleryQueries'
import { hasCode, unwrap } from '~/api/problem'
import { eachAtOnce } from '~/lib/atOnce'
import { toast, toastUndo } from '~/lib/toast'
import { hide, unhide } from './hidden'

/** Requests on their way side by side: quick for a hundred pictures, and no flood. */
const AT_ONCE = 4

/** Deletes pictures and offers to take it back. They leave the page at once. */
export function useDeletePictures() {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const lookAgain = () => {
    for (const queryKey of [['turns'], recentQuery.queryKey]) void queryClient.invalidateQueries({ queryKey })
  }
  const restore = async (ids: readonly string[]) => {
    unhide(ids)
    const failed = await eachAtOnce(ids, AT_ONCE, restoreOne)
    lookAgain()
    void queryClient.invalidateQueries({ queryKey: GALLERY })
    if (failed.length === 0) return
    hide(failed)
    void toast(t`Some of the pictures couldn’t be brought back. Please try again.`, 'red')
  }
  const remove = async (ids: readonly string[], byKeyboard: boolean) => {
    hide(ids)
    const failed = await eachAtOnce(ids, AT_ONCE, deleteOne)
    const gone = ids.filter((id) => !failed.includes(id))
    unhide(failed)
    if (failed.length > 0) void toast(failedWords(failed.length), 'red')
    if (gone.length === 0) return
    lookAgain()
    const message = plural(gone.length, { one: 'Picture deleted.', other: '# pictures deleted.' })
    void toastUndo({ message, undo: () => void restore(gone), byKeyboard })
  }
  return { remove, restore }
}

function failedWords(count: number): string {
  return plural(count, {
    one: '# picture couldn’t be deleted. It is still here.',
    other: '# pictures couldn’t be deleted. They are still here.',
  })
}

async function deleteOne(id: string): Promise<void> {
  try {
    await unwrap(client.DELETE('/api/v1/assets/{id}', { params: { path: { id } } }))
  } catch (error) {
    // Another tab was faster.
    if (!hasCode(error, 'not_found')) throw error
  }
}

function restoreOne(id: string): Promise<unknown> {
  return unwrap(client.POST('/api/v1/assets/{id}/restore', { params: { path: { id } } }))
}
