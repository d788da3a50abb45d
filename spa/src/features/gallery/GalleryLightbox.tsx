import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useCanGoBack, useRouter } from '@tanstack/react-router'
import { Lightbox } from '~/features/lightbox/Lightbox'
import { useGalleryPictures } from './useGalleryPictures'
import { useNewChat } from './useNewChat'

const route = getRouteApi('/_app/gallery/i/$image')

/** A picture over the gallery; its acts begin a new conversation. */
export function GalleryLightbox() {
  const { t } = useLingui()
  const { image } = route.useParams()
  const search = route.useSearch()
  const router = useRouter()
  const canGoBack = useCanGoBack()
  const pictures = useGalleryPictures(search, image)
  const newChat = useNewChat()
  return (
    <Lightbox
      place={{
        ...pictures,
        // Opening adds one step to the history and the arrows replace it, so that Back always closes.
        close: () => {
          if (canGoBack) router.history.back()
          else void router.navigate({ to: '/gallery', search, replace: true })
        },
        closeWords: t`Back to the gallery`,
        go: (key) =>
          void router.navigate({ to: '/gallery/i/$image', params: { image: key }, search, replace: true }),
        ...newChat,
      }}
    />
  )
}
