import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '~/api/client'
import { ProblemError, unwrap } from '~/api/problem'
import { quotaQuery, subscriptionQuery } from '~/api/queries'

/** Ends the current month now. Its end is sent along, so that a second press can't end the next one too. */
export function useStartNext() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (currentEndsAt: string) =>
      unwrap(client.POST('/api/v1/subscription/start-next', { body: { current_ends_at: currentEndsAt } })),
    onSuccess: (subscription) => queryClient.setQueryData(subscriptionQuery.queryKey, subscription),
    onSettled: (_, error) => {
      void queryClient.invalidateQueries({ queryKey: quotaQuery.queryKey })
      // Refused means that things stand otherwise than this page showed.
      if (error instanceof ProblemError)
        void queryClient.invalidateQueries({ queryKey: subscriptionQuery.queryKey })
    },
  })
}
