import { useMutation } from '@tanstack/react-query'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { User } from '~/api/types'

export interface Credentials {
  email: string
  password: string
}

export function signIn(body: Credentials): Promise<{ user: User }> {
  return unwrap(client.POST('/api/v1/auth/login', { body }))
}

export function useSignIn(onIn: (user: User) => void) {
  return useMutation({ mutationFn: signIn, onSuccess: ({ user }) => onIn(user) })
}
