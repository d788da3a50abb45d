import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useParams, useRouter } from '@tanstack/react-router'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { conversationQuery, conversationsQuery, meQuery, turnsQuery } from '~/api/queries'
import { forgetDraft } from '~/features/composer/draft'

export function useRename(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (title: string) =>
      unwrap(client.PATCH('/api/v1/conversations/{id}', { params: { path: { id } }, body: { title } })),
    onSuccess: ({ conversation }) => {
      queryClient.setQueryData(conversationQuery(id).queryKey, conversation)
      return queryClient.invalidateQueries({ queryKey: conversationsQuery.queryKey })
    },
  })
}

export function useDelete(id: string) {
  const queryClient = useQueryClient()
  const router = useRouter()
  const onScreen = useParams({ strict: false }).id === id
  return useMutation({
    mutationFn: () => unwrap(client.DELETE('/api/v1/conversations/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      if (onScreen) await router.navigate({ to: '/c' })
      queryClient.removeQueries({ queryKey: turnsQuery(id).queryKey })
      queryClient.removeQueries({ queryKey: conversationQuery(id).queryKey })
      const me = queryClient.getQueryData(meQuery.queryKey)
      if (me !== undefined) forgetDraft(me.id, id)
      await queryClient.invalidateQueries({ queryKey: conversationsQuery.queryKey })
    },
  })
}
