import { QueryClient } from '@tanstack/react-query'
import { UnreachableError } from './problem'

const RETRIES_MAX = 2

/** A refusal stays a refusal; only a server that didn't answer is asked again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => error instanceof UnreachableError && failures < RETRIES_MAX,
      },
      mutations: { retry: false },
    },
  })
}
