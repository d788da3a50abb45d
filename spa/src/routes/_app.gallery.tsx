import { createFileRoute } from '@tanstack/react-router'
import { searchOf } from '~/features/gallery/filter'
import { GalleryPage } from '~/features/gallery/GalleryPage'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/_app/gallery')({
  validateSearch: searchOf,
  loader: () => need('library'),
  component: GalleryPage,
})
