import { createFileRoute } from '@tanstack/react-router'
import { ConversationPage } from '~/features/chat/ConversationPage'

export const Route = createFileRoute('/_app/c/$id')({ component: ConversationPage })
