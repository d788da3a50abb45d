import { createFileRoute } from '@tanstack/react-router'
import { LightboxPage } from '~/features/lightbox/LightboxPage'

export const Route = createFileRoute('/_app/c/$id/i/$image')({ component: LightboxPage })
