import { createFileRoute } from '@tanstack/react-router'
import { NewChatPage } from '~/features/chat/NewChatPage'

export const Route = createFileRoute('/_app/c/')({ component: NewChatPage })
