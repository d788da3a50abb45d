import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client } from '~/api/client'
import { hasCode, ProblemError, unwrap } from '~/api/problem'
import type { LinkReply } from '~/api/types'

/** What became of a link, or is wrong with it. */
export type LinkState =
  | { kind: 'loading' }
  | { kind: 'failed'; error: Error; retry: () => void }
  /** Nothing of ours, cut short, or for another page. */
  | { kind: 'unknown' }
  | { kind: 'used' | 'expired' | 'good'; link: LinkReply }

const lookKey = (token: string) => ['link', token] as const

/** What a link is, before anything is done with it. */
export function useLink(token: string, purpose: LinkReply['purpose']): LinkState {
  const { data, error, refetch } = useQuery({
    queryKey: lookKey(token),
    queryFn: ({ signal }) => unwrap(client.POST('/api/v1/auth/links/look', { body: { token }, signal })),
    enabled: token !== '',
    staleTime: Infinity,
  })
  if (token === '' || hasCode(error, 'link_unknown')) return { kind: 'unknown' }
  if (data !== undefined)
    return data.purpose === purpose ? { kind: data.state, link: data } : { kind: 'unknown' }
  if (error !== null) return { kind: 'failed', error, retry: () => void refetch() }
  return { kind: 'loading' }
}

/** The one deed of a link. Where the link has gone bad since it was looked at, it is looked at anew. */
export function useLinkAct<Input, Reply>(
  token: string,
  act: (input: Input) => Promise<Reply>,
  onDone: (reply: Reply) => void = () => undefined,
) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: onDone,
    onError: (error) => {
      if (error instanceof ProblemError && error.code.startsWith('link_'))
        void queryClient.resetQueries({ queryKey: lookKey(token) })
    },
  })
}
