import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { meQuery } from '~/api/queries'
import { activate, type Language } from '~/i18n/i18n'

/** The language shows at once and is kept with the account, so that it follows to other devices. */
export function useLanguage(): [Language, (language: Language) => void] {
  const { i18n } = useLingui()
  const queryClient = useQueryClient()
  const keep = useMutation({
    mutationFn: (language: Language) => unwrap(client.PATCH('/api/v1/me', { body: { language } })),
    onSuccess: ({ user }) => queryClient.setQueryData(meQuery.queryKey, user),
  })
  const change = (language: Language) => {
    void activate(language)
    keep.mutate(language)
  }
  return [i18n.locale as Language, change]
}
