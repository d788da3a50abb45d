import { createFileRoute } from '@tanstack/react-router'
import { LightboxPage } from '~/features/lightbox/LightboxPage'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/_app/c/$id/i/$image')({
  loader: () => need('library'),
  component: LightboxPage,
})
