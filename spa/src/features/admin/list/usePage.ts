import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { withAccess } from '~/features/admin/access'
import { compare } from './freshness'
import type { ListSpec, Page } from './spec'

const PACE_MS = 15_000

interface Held<Row> {
  of: string
  page: Page<Row>
  /** False while a newer answer to the same question was already on its way. */
  settled: boolean
}

/** One page of a list. It is asked for anew every 15 seconds, and stays as it is until the admin wants the new rows. */
export function usePage<Row>(spec: ListSpec<Row>, query: Record<string, string>) {
  const queryClient = useQueryClient()
  const queryKey = ['admin', 'list', spec.id, query]
  const answer = useQuery({
    queryKey,
    queryFn: ({ signal }) => withAccess(() => spec.load(query, signal)),
    refetchInterval: PACE_MS,
    placeholderData: keepPreviousData,
  })
  const { data, isPlaceholderData, isFetching } = answer
  const of = JSON.stringify(query)
  const [held, setHeld] = useState<Held<Row> | null>(null)
  const own = isPlaceholderData ? undefined : data
  const replaced = held?.of !== of || !held.settled || held.page.items.length === 0
  if (own !== undefined && own !== held?.page && replaced) setHeld({ of, page: own, settled: !isFetching })
  else if (held?.of === of && !held.settled && !isFetching) setHeld({ ...held, settled: true })
  const page = own !== undefined && held?.of === of ? held.page : data
  const seen = useMemo(
    () => (page === undefined || data === undefined ? null : compare(page, data, spec.rowId)),
    [page, data, spec],
  )
  return {
    answer,
    rows: seen?.rows ?? [],
    come: seen?.come ?? 0,
    gone: seen?.gone ?? 0,
    total: data?.total,
    nextCursor: page?.next_cursor,
    show: () => own !== undefined && setHeld({ of, page: own, settled: true }),
    /** After an act on rows: what is asked for anew takes the place of what stands there. */
    renew: async () => {
      await queryClient.invalidateQueries({ queryKey: ['admin'] })
      const fresh = queryClient.getQueryData<Page<Row>>(queryKey)
      if (fresh !== undefined) setHeld({ of, page: fresh, settled: true })
    },
    cancel: () => void queryClient.cancelQueries({ queryKey }),
  }
}

export type ListPage<Row> = ReturnType<typeof usePage<Row>>
