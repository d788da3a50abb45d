import { createFileRoute } from '@tanstack/react-router'
import { GenerationPage } from '~/features/admin/generation/GenerationPage'

export const Route = createFileRoute('/admin/generations/$id')({ component: GenerationPage })
