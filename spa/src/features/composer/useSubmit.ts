import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { isFinalRefusal } from '~/api/deed'
import { conversationQuery, conversationsQuery, quotaQuery } from '~/api/queries'
import type { Turn } from '~/api/types'
import { addTurn } from '~/features/generations/turnsCache'
import { tellChanged } from '~/features/generations/useLiveGenerations'
import type { ComposerStore } from './composerStore'
import type { PendingSubmit } from './draft'
import { bodyOfTurn, type TurnBody } from './rules'
import { pendingFor, submitTurn, type Accepted } from './submit'

/** Everything the app has to do once the server has taken a turn. */
function useTakeAccepted(): (accepted: Accepted) => void {
  const queryClient = useQueryClient()
  return ({ turn, conversation }) => {
    queryClient.setQueryData(conversationQuery(conversation.id).queryKey, conversation)
    addTurn(queryClient, turn)
    void queryClient.invalidateQueries({ queryKey: conversationsQuery.queryKey })
    void queryClient.invalidateQueries({ queryKey: quotaQuery.queryKey })
    tellChanged(conversation.id)
  }
}

/** Sends what the composer holds; its text goes only when the server has accepted it. */
export function useSubmitComposer(store: ComposerStore) {
  const take = useTakeAccepted()
  const router = useRouter()
  return useMutation({
    mutationFn: (body: TurnBody) => {
      const pending = pendingFor(body, store.state.get().pending)
      store.setPending(pending)
      return submitTurn(pending)
    },
    onSuccess: (accepted, body) => {
      store.accepted(body)
      take(accepted)
      // Someone who has gone on to another conversation meanwhile isn't fetched back.
      const waitsInNewChat = router.state.location.pathname === '/c'
      if (body.conversation_id === undefined && waitsInNewChat)
        void router.navigate({ to: '/c/$id', params: { id: accepted.conversation.id } })
    },
    onError: (error) => {
      if (isFinalRefusal(error)) store.setPending(null)
    },
  })
}

/** What was sent again and has no known end, by the turn that it repeats. It outlives a look at another page. */
const unsettled = new Map<string, PendingSubmit>()

/** Sends a turn once more without touching the draft. Pressed again after an unknown end, it keeps its key. */
export function useRunAgain(turn: Turn) {
  const take = useTakeAccepted()
  return useMutation({
    mutationFn: () => {
      const pending = pendingFor(bodyOfTurn(turn), unsettled.get(turn.id) ?? null)
      unsettled.set(turn.id, pending)
      return submitTurn(pending)
    },
    onSuccess: (accepted) => {
      unsettled.delete(turn.id)
      take(accepted)
    },
    onError: (error) => {
      if (isFinalRefusal(error)) unsettled.delete(turn.id)
    },
  })
}
