import { useLingui } from '@lingui/react/macro'
import { useDocumentTitle } from '~/lib/useDocumentTitle'
import { ChatScreen } from './ChatScreen'
import { EmptyConversation } from './EmptyConversation'

export function NewChatPage() {
  const { t } = useLingui()
  useDocumentTitle(t`New picture`)
  return (
    <ChatScreen key="new" conversationId={null}>
      <EmptyConversation />
    </ChatScreen>
  )
}
