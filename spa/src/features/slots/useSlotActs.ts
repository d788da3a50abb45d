import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '~/api/client'
import { hasCode, unwrap } from '~/api/problem'
import { quotaQuery } from '~/api/queries'
import { newIdempotencyKey, overNetworkFailures } from '~/api/deed'
import { mergeGenerations } from '~/features/generations/turnsCache'
import { wordsForError } from '~/features/problems/problemWords'
import { toast } from '~/lib/toast'

/** Another tab, or the end of the work itself, was faster: what the server says now is what counts. */
const OVERTAKEN = ['already_finished', 'already_retried', 'not_retryable']

function useSlotAct(
  act: (id: string) => Promise<{ generation: Parameters<typeof mergeGenerations>[1][number] }>,
) {
  const { i18n } = useLingui()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: ({ generation }) => {
      mergeGenerations(queryClient, [generation])
      void queryClient.invalidateQueries({ queryKey: quotaQuery.queryKey })
    },
    onError: (error) => {
      if (OVERTAKEN.some((code) => hasCode(error, code)))
        void queryClient.invalidateQueries({ queryKey: ['turns'] })
      else void toast(i18n._(wordsForError(error)), 'red')
    },
  })
}

export function useCancel() {
  return useSlotAct((id) =>
    unwrap(client.POST('/api/v1/generations/{id}/cancel', { params: { path: { id } } })),
  )
}

/** A new attempt in the same slot, always by the customer's own act. */
export function useRetry() {
  return useSlotAct((id) => {
    const header = { 'Idempotency-Key': newIdempotencyKey() }
    return overNetworkFailures(() =>
      unwrap(client.POST('/api/v1/generations/{id}/retry', { params: { path: { id }, header } })),
    )
  })
}
