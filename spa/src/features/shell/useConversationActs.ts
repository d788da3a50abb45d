import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useParams, useRouter } from '@tanstack/react-router'
import { client } from '~/api/client'
import { hasCode, unwrap } from '~/api/problem'
import { conversationQuery, conversationsQuery, meQuery, turnsQuery } from '~/api/queries'
import type { Conversation } from '~/api/types'
import { forgetDraft } from '~/features/composer/draft'
import { tellChanged } from '~/features/generations/useLiveGenerations'
import { wordsForError } from '~/features/problems/problemWords'
import { toast, toastUndo } from '~/lib/toast'
import { changeInLists, dropFromLists } from './listsCache'

/** The server's lists are what counts, here and in the other tabs. */
function useListsChanged() {
  const queryClient = useQueryClient()
  return (id: string) => {
    tellChanged(id)
    return queryClient.invalidateQueries({ queryKey: conversationsQuery.queryKey })
  }
}

/** The one that is on its way to another list. Its row there is a new one. */
let moving: string | null = null

/** True once, for the row that has come to its new place. */
export function hasMoved(id: string): boolean {
  if (moving !== id) return false
  moving = null
  return true
}

function useUpdate(id: string, onError: (error: Error) => void = () => undefined) {
  const queryClient = useQueryClient()
  const changed = useListsChanged()
  return useMutation({
    mutationFn: (body: { title?: string; pinned?: boolean }) =>
      unwrap(client.PATCH('/api/v1/conversations/{id}', { params: { path: { id } }, body })),
    onMutate: (change) => changeInLists(queryClient, id, change),
    onSuccess: ({ conversation }) => {
      queryClient.setQueryData(conversationQuery(id).queryKey, conversation)
    },
    // Not where it is asked for: that is forgotten with a row that moves.
    onError,
    onSettled: () => {
      moving = null
      return changed(id)
    },
  })
}

export function useRename(id: string) {
  return useUpdate(id)
}

export function usePin({ id, pinned }: Conversation) {
  const { i18n } = useLingui()
  const update = useUpdate(id, (error) => void toast(i18n._(wordsForError(error)), 'red'))
  return () => {
    moving = id
    update.mutate({ pinned: !pinned })
  }
}

interface Deletion {
  byKeyboard: boolean
  /** Its page was open. */
  onScreen: boolean
}

/** Gone from the list at once; from the server's word on it can be had back for ten seconds. */
export function useDelete({ id }: Conversation) {
  const { t, i18n } = useLingui()
  const queryClient = useQueryClient()
  const router = useRouter()
  const changed = useListsChanged()
  const onScreen = useParams({ strict: false }).id === id
  const comeBack = (how: Deletion) => {
    if (how.onScreen && router.state.location.pathname === '/c')
      void router.navigate({ to: '/c/$id', params: { id } })
  }
  const refused = (error: unknown) => void toast(i18n._(wordsForError(error)), 'red')
  const restore = useMutation({
    mutationFn: () => unwrap(client.POST('/api/v1/conversations/{id}/restore', { params: { path: { id } } })),
    onSuccess: (_, how: Deletion) => comeBack(how),
    onError: refused,
    onSettled: () => changed(id),
  })
  const remove = useMutation({
    mutationFn: () => unwrap(client.DELETE('/api/v1/conversations/{id}', { params: { path: { id } } })),
    onMutate: async (how: Deletion) => {
      dropFromLists(queryClient, id)
      if (how.onScreen) await router.navigate({ to: '/c' })
    },
    onSuccess: async (_, how) => {
      queryClient.removeQueries({ queryKey: turnsQuery(id).queryKey })
      queryClient.removeQueries({ queryKey: conversationQuery(id).queryKey })
      // Of the device at once; the open page still has it, should it be wanted back.
      const me = queryClient.getQueryData(meQuery.queryKey)
      if (me !== undefined) forgetDraft(me.id, id)
      const undo = () => restore.mutate(how)
      void toastUndo({ message: t`Conversation deleted.`, undo, byKeyboard: how.byKeyboard })
      await changed(id)
    },
    onError: async (error, how) => {
      if (!hasCode(error, 'not_found')) {
        refused(error)
        comeBack(how)
      }
      await changed(id)
    },
  })
  return (byKeyboard: boolean) => remove.mutate({ byKeyboard, onScreen })
}
