import { ChatScreen } from './ChatScreen'
import { EmptyConversation } from './EmptyConversation'

export function NewChatPage() {
  return (
    <ChatScreen key="new" conversationId={null}>
      <EmptyConversation />
    </ChatScreen>
  )
}
