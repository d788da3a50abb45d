import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { meQuery } from '~/api/queries'
import type { User } from '~/api/types'
import { preferredLanguage } from '~/i18n/i18n'

export interface Credentials {
  email: string
  password: string
}

export function signIn(body: Credentials): Promise<{ user: User }> {
  return unwrap(client.POST('/api/v1/auth/login', { body }))
}

function register(body: Credentials): Promise<{ user: User }> {
  return unwrap(client.POST('/api/v1/auth/register', { body: { ...body, language: preferredLanguage() } }))
}

/** Signs in or registers, then goes where the customer was going. */
export function useEnter(how: 'login' | 'register', next: string | undefined) {
  const queryClient = useQueryClient()
  const router = useRouter()
  return useMutation({
    mutationFn: how === 'login' ? signIn : register,
    onSuccess: ({ user }) => {
      queryClient.clear()
      queryClient.setQueryData(meQuery.queryKey, user)
      router.history.push(next ?? '/c')
    },
  })
}

/** Signing out drops everything this page knows, in memory too. */
export function useSignOut() {
  return useMutation({
    mutationFn: () => unwrap(client.POST('/api/v1/auth/logout')),
    onSuccess: () => location.assign('/login'),
  })
}
