import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'

const ChatLightbox = lazy(() => import('./ChatLightbox'))
const route = getRouteApi('/_app/c/$id/i/$image')

export function LightboxPage() {
  const { id, image } = route.useParams()
  return (
    <Suspense>
      <ChatLightbox conversationId={id} imageId={image} />
    </Suspense>
  )
}
