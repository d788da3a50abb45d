import { useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useCallback } from 'react'

/** Everything of the admins' section, for who has changed something in it. */
export const ADMIN = ['admin'] as const

/** How often a file that is looked at is asked for anew. */
export const FILE_PACE_MS = 15_000

/** Keeps what an act answered as the file, and has everything around it asked for anew. */
export function useKeep(key: QueryKey): (file: object) => void {
  const queryClient = useQueryClient()
  return (file) => {
    queryClient.setQueryData(key, file)
    void queryClient.invalidateQueries({ queryKey: ADMIN })
  }
}

/** Has everything asked for anew, after an act that didn't answer the file. */
export function useRefresh(): () => void {
  const queryClient = useQueryClient()
  return useCallback(() => void queryClient.invalidateQueries({ queryKey: ADMIN }), [queryClient])
}
