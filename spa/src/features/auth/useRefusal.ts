import { useLingui } from '@lingui/react/macro'
import type { UseFormReturnType } from '@mantine/form'
import { useEffect, useEffectEvent } from 'react'
import { ProblemError } from '~/api/problem'
import { wordsForError } from '~/features/problems/problemWords'

/**
 * Puts a refusal that is about one field to that field, which gets the focus; the answer is what the form has to say
 * as a whole.
 */
export function useRefusal<T extends Record<string, string>>(
  form: UseFormReturnType<T>,
  error: Error | null,
  codes: { [field in keyof T & string]?: string[] },
): Error | null {
  const { i18n } = useLingui()
  const code = error instanceof ProblemError ? error.code : ''
  const field = Object.keys(codes).find((name) => codes[name]?.includes(code))
  const show = useEffectEvent((name: string) => {
    form.setFieldError(name, i18n._(wordsForError(error)))
    form.getInputNode(name)?.focus()
  })
  // Once for each answer: the next key stroke takes the words away again.
  useEffect(() => {
    if (error !== null && field !== undefined) show(field)
  }, [error, field])
  return field === undefined ? error : null
}

/** The first field that something is wrong with gets the focus. */
export function focusFirst<T>(form: Pick<UseFormReturnType<T>, 'getInputNode'>) {
  return (errors: object): void => {
    const [first] = Object.keys(errors)
    if (first !== undefined) form.getInputNode(first)?.focus()
  }
}
