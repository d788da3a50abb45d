import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { conversationsQuery } from '~/api/queries'
import type { Conversation } from '~/api/types'

interface Page {
  items: Conversation[]
  next_cursor?: string
}

type Lists = InfiniteData<Page, string | null>

/** Shows a change in the list and in every search on hand before the server has said anything. */
export function changeInLists(queryClient: QueryClient, id: string, change: Partial<Conversation>): void {
  inLists(queryClient, (items) => items.map((item) => (item.id === id ? { ...item, ...change } : item)))
}

export function dropFromLists(queryClient: QueryClient, id: string): void {
  inLists(queryClient, (items) => items.filter((item) => item.id !== id))
}

function inLists(queryClient: QueryClient, change: (items: Conversation[]) => Conversation[]): void {
  const lists = { queryKey: conversationsQuery.queryKey }
  // A list that is on its way would show it as it was.
  void queryClient.cancelQueries(lists)
  queryClient.setQueriesData<Lists>(
    lists,
    (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: change(page.items) })) },
  )
}
