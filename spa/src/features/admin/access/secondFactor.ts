import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { meQuery } from '~/api/queries'
import type { User } from '~/api/types'
import { accessGate, type Asked } from './gate'
import { withAccess } from './withAccess'

export const secondFactorQuery = queryOptions({
  queryKey: ['admin', 'second-factor'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/me/second-factor', { signal })),
})

/** One of both. */
export type Given = { code: string } | { recovery_code: string }

/** Lets this session in. */
export function useGiveSecondFactor() {
  const letIn = useLetIn('code')
  return useMutation({
    mutationFn: (body: Given) => unwrap(client.POST('/api/v1/auth/totp', { body })),
    onSuccess: ({ user }) => letIn(user),
  })
}

/** A fresh sign-in; `code` where a second factor is asked for. */
export function useConfirmSignIn() {
  const letIn = useLetIn('fresh')
  return useMutation({
    mutationFn: (body: { password: string; code?: string }) =>
      unwrap(client.POST('/api/v1/auth/confirm', { body })),
    onSuccess: ({ user }) => letIn(user),
  })
}

/** The secret is told once. Nothing is enrolled before a code of it was proved. */
export function useEnrol() {
  return useMutation({
    mutationFn: (password: string) =>
      withAccess(() => unwrap(client.POST('/api/v1/auth/totp/enrol', { body: { password } }))),
  })
}

/** Lets this session in and answers the recovery codes, once. */
export function useProve() {
  return useMutation({
    mutationFn: (code: string) => unwrap(client.POST('/api/v1/auth/totp/enrol/confirm', { body: { code } })),
  })
}

export function useRenewCodes() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => withAccess(() => unwrap(client.POST('/api/v1/auth/totp/recovery-codes'))),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: secondFactorQuery.queryKey }),
  })
}

/** Who has shown that it is them goes on with what they were about. */
function useLetIn(asked: Asked) {
  const queryClient = useQueryClient()
  return (user: User) => {
    queryClient.setQueryData(meQuery.queryKey, user)
    accessGate.settle(asked, true)
  }
}

/** After enrolling: asks anew how far this admin is let in, and lets go on what waited for it. */
export function useEnrolled() {
  const queryClient = useQueryClient()
  return async () => {
    await queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
    accessGate.settle('enrol', true)
  }
}
