import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useCallback, useEffect, useRef } from 'react'
import { meQuery } from '~/api/queries'
import type { User } from '~/api/types'
import { collect } from './luggage'
import type { Brought } from './next'

/** Goes in as this customer, to where they were going. */
export function useGoIn({ next, prompt }: Brought = {}): (user: User) => void {
  const queryClient = useQueryClient()
  const router = useRouter()
  const gone = useRef(false)
  return useCallback(
    (user) => {
      // What was brought along can be given away once.
      if (gone.current) return
      gone.current = true
      queryClient.clear()
      queryClient.setQueryData(meQuery.queryKey, user)
      router.history.replace(collect(user.id, { next, prompt }))
    },
    [queryClient, router, next, prompt],
  )
}

/** Lets through whoever is signed in already. The page stands meanwhile, as most who come to the door are not. */
export function useAlreadyIn(goIn: (user: User) => void, wanted = true): void {
  const queryClient = useQueryClient()
  useEffect(() => {
    if (!wanted) return
    let here = true
    queryClient
      .query({ ...meQuery, retry: false })
      .then((user) => here && goIn(user))
      // Not signed in, or nobody answers: then this page is the right one.
      .catch(() => undefined)
    return () => {
      here = false
    }
  }, [wanted, goIn, queryClient])
}
