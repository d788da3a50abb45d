import { MutationCache, QueryClient } from '@tanstack/react-query'
import { ProblemError, UnreachableError } from './problem'
import { quotaQuery, subscriptionQuery } from './queries'

const RETRIES_MAX = 2

/** A refusal stays a refusal; only a server that didn't answer is asked again. */
export function createQueryClient(): QueryClient {
  const queryClient = new QueryClient({
    mutationCache: new MutationCache({
      onError: (error) => {
        if (!saysNoRoom(error)) return
        void queryClient.invalidateQueries({ queryKey: quotaQuery.queryKey })
        void queryClient.invalidateQueries({ queryKey: subscriptionQuery.queryKey })
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) =>
          error instanceof UnreachableError && navigator.onLine && failures < RETRIES_MAX,
        // Without a network it fails at once, so that the page can say so, and is asked anew when the network is back.
        networkMode: 'always',
        refetchOnReconnect: true,
      },
      // Without a network it fails at once: work that is paid for never goes out by itself later.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  return queryClient
}

/** A refusal that may mean that more was used up, or has ended, than this page knows. */
function saysNoRoom(error: unknown): boolean {
  return error instanceof ProblemError && [402, 429].includes(error.problem.status)
}
