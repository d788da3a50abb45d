import { createFileRoute } from '@tanstack/react-router'
import { GalleryLightbox } from '~/features/gallery/GalleryLightbox'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/_app/gallery/i/$image')({
  loader: () => need('library'),
  component: GalleryLightbox,
})
