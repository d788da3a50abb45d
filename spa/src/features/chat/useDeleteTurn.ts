import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '~/api/client'
import { hasCode, unwrap } from '~/api/problem'
import { turnsQuery } from '~/api/queries'
import type { Turn } from '~/api/types'
import { putBackTurn, removeTurn } from '~/features/generations/turnsCache'
import { tellChanged } from '~/features/generations/useLiveGenerations'
import { wordsForError } from '~/features/problems/problemWords'
import { toast, toastUndo } from '~/lib/toast'

/** Gone at once, with its pictures; from then on it can be had back for ten seconds. */
export function useDeleteTurn(turn: Turn) {
  const { t, i18n } = useLingui()
  const queryClient = useQueryClient()
  const path = { id: turn.id }
  const refused = (error: unknown) => void toast(i18n._(wordsForError(error)), 'red')
  const changed = () => {
    // The gallery shows the same pictures.
    void queryClient.invalidateQueries({ queryKey: ['gallery'] })
    tellChanged(turn.conversation_id)
  }
  const restore = useMutation({
    mutationFn: () => unwrap(client.POST('/api/v1/turns/{id}/restore', { params: { path } })),
    onMutate: () => putBackTurn(queryClient, turn),
    onSuccess: () => {
      changed()
      // What was being made when it went has ended meanwhile.
      return queryClient.invalidateQueries({ queryKey: turnsQuery(turn.conversation_id).queryKey })
    },
    onError: (error) => {
      removeTurn(queryClient, turn)
      refused(error)
    },
  })
  return useMutation({
    mutationFn: () => unwrap(client.DELETE('/api/v1/turns/{id}', { params: { path } })),
    onMutate: () => removeTurn(queryClient, turn),
    onSuccess: (_, how: { byKeyboard: boolean }) => {
      changed()
      void toastUndo({ message: t`Deleted, with its pictures.`, undo: () => restore.mutate(), ...how })
    },
    onError: (error) => {
      // Another tab was faster.
      if (hasCode(error, 'not_found')) return
      putBackTurn(queryClient, turn)
      refused(error)
    },
  })
}
