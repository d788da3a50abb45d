import { useCanGoBack, useRouter } from '@tanstack/react-router'

/** Opening adds one step to the history and the arrows replace it, so that Back always closes. */
export function useLightboxNav(conversationId: string) {
  const router = useRouter()
  const canGoBack = useCanGoBack()
  return {
    close: () => {
      if (canGoBack) router.history.back()
      else void router.navigate({ to: '/c/$id', params: { id: conversationId }, replace: true })
    },
    go: (image: string) =>
      void router.navigate({ to: '/c/$id/i/$image', params: { id: conversationId, image }, replace: true }),
  }
}
