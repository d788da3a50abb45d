import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { leadsNowhere } from '~/api/problem'
import { conversationQuery } from '~/api/queries'
import { NotFoundPage } from '~/features/problems/NotFoundPage'
import { useDocumentTitle } from '~/lib/useDocumentTitle'
import { ChatScreen } from './ChatScreen'
import { Thread } from './Thread'

const route = getRouteApi('/_app/c/$id')

export function ConversationPage() {
  const { id } = route.useParams()
  const conversation = useQuery(conversationQuery(id))
  useDocumentTitle(conversation.data?.title)
  if (leadsNowhere(conversation.error)) return <NotFoundPage />
  return (
    <ChatScreen key={id} conversationId={id} over={<Outlet />}>
      <Thread conversationId={id} />
    </ChatScreen>
  )
}
