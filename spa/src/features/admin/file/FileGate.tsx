import { Button, Skeleton } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { leadsNowhere } from '~/api/problem'
import { NotFoundPage } from '~/features/problems/NotFoundPage'
import { RefusalNotice } from '../acts/RefusalNotice'
import { AdminPage } from '../shell/AdminPage'
import type { ListPath } from './ListLink'

interface Props<T> {
  query: UseQueryResult<T>
  /** The kind of thing, for a page that has no name yet. */
  title: string
  back: { to: ListPath; label: string }
  children: (file: T) => ReactNode
}

/** Shows the file once it is there; before that its outline, or why there is none. */
export function FileGate<T>({ query, title, back, children }: Props<T>) {
  const { data, error, refetch } = query
  // A file that was there stays on the page while the server is away.
  if (data !== undefined) return children(data)
  if (error !== null && leadsNowhere(error)) return <NotFoundPage />
  return (
    <AdminPage title={title} back={back}>
      {error === null ? (
        <>
          <Skeleton height={180} radius="md" />
          <Skeleton height={320} radius="md" />
        </>
      ) : (
        <RefusalNotice error={error}>
          <Button variant="default" onClick={() => void refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </RefusalNotice>
      )}
    </AdminPage>
  )
}
