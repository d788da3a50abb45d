import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'

const Lightbox = lazy(() => import('./Lightbox'))
const route = getRouteApi('/_app/c/$id/i/$image')

export function LightboxPage() {
  const { id, image } = route.useParams()
  return (
    <Suspense>
      <Lightbox conversationId={id} imageId={image} />
    </Suspense>
  )
}
