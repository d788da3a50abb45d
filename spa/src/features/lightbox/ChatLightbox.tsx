import { useLingui } from '@lingui/react/macro'
import { useCanGoBack, useRouter } from '@tanstack/react-router'
import { useComposer } from '~/features/composer/ComposerContext'
import { Lightbox } from './Lightbox'
import { usePictures } from './usePictures'

interface Props {
  conversationId: string
  imageId: string
}

/** A picture over its conversation: its acts feed the composer beneath it. */
export default function ChatLightbox({ conversationId, imageId }: Props) {
  const { t } = useLingui()
  const composer = useComposer()
  const router = useRouter()
  const canGoBack = useCanGoBack()
  const pictures = usePictures(conversationId, imageId)
  const id = conversationId
  const close = () => {
    if (canGoBack) router.history.back()
    else void router.navigate({ to: '/c/$id', params: { id }, replace: true })
  }
  return (
    <Lightbox
      place={{
        ...pictures,
        // Opening adds one step to the history and the arrows replace it, so that Back always closes.
        close,
        closeWords: t`Back to the conversation`,
        go: (image) => void router.navigate({ to: '/c/$id/i/$image', params: { id, image }, replace: true }),
        useAsInput: (asset) => {
          close()
          composer.useAsInput(asset)
        },
        reuse: ({ turn }) => {
          close()
          if (turn != null) composer.editTurn(turn)
        },
      }}
    />
  )
}
