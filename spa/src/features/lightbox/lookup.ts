import type { Lookup } from './picture'

/** What is asked of a query that comes in pages. */
interface Pages {
  error: Error | null
  isFetching: boolean
  hasNextPage: boolean
  isFetchNextPageError: boolean
  fetchNextPage: () => Promise<unknown>
  refetch: () => Promise<unknown>
}

/** What is known of a picture that isn't among the pages on hand. */
export function lookupIn(pages: Pages): Lookup {
  const { error, isFetching, hasNextPage, isFetchNextPageError, fetchNextPage, refetch } = pages
  if (isFetching) return { state: 'looking' }
  if (error !== null)
    return { state: 'failed', error, retry: () => void (isFetchNextPageError ? fetchNextPage() : refetch()) }
  return { state: hasNextPage ? 'looking' : 'missing' }
}
