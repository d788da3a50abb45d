import { i18n } from '@lingui/core'
import { useMutation } from '@tanstack/react-query'
import { client } from '~/api/client'
import { hasCode, unwrap } from '~/api/problem'
import { wordsForError } from '~/features/problems/problemWords'
import { toast } from '~/lib/toast'
import { leaveNothing } from './leaveNothing'

export function useSignOut() {
  return useMutation({
    mutationFn: () => unwrap(client.POST('/api/v1/auth/logout')),
    onSuccess: () => leaveNothing('/login'),
    onError: (error) => {
      if (hasCode(error, 'not_signed_in')) leaveNothing('/login')
      else void toast(i18n._(wordsForError(error)), 'red')
    },
  })
}
