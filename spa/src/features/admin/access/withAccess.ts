import { useMutation } from '@tanstack/react-query'
import { ProblemError } from '~/api/problem'
import { accessGate, type Asked } from './gate'

const ASKED: Partial<Record<string, Asked>> = {
  fresh_sign_in_needed: 'fresh',
  second_factor_needed: 'code',
  second_factor_missing: 'enrol',
}

/**
 * Does it; where the server wants a fresh sign-in or the second factor first, asks for that and does it once more.
 * Whoever turns away gets the server's refusal as the error.
 */
export async function withAccess<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act()
    } catch (error) {
      const asked = error instanceof ProblemError ? ASKED[error.code] : undefined
      if (asked === undefined || !(await accessGate.ask(asked))) throw error
    }
  }
}

interface Options<V, T> {
  onSuccess?: (result: T, value: V) => void
}

/** A mutation whose act is repeated once what the server asks for was given. */
export function useAdminAct<V = void, T = unknown>(
  act: (value: V) => Promise<T>,
  { onSuccess }: Options<V, T> = {},
) {
  return useMutation<T, Error, V>({
    mutationFn: (value) => withAccess(() => act(value)),
    ...(onSuccess && { onSuccess: (result, value) => onSuccess(result, value) }),
  })
}
