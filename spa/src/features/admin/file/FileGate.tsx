import { Button, Skeleton } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { leadsNowhere } from '~/api/problem'
import { NotFoundPage } from '~/features/problems/NotFoundPage'
import { RefusalNotice } from '../acts/RefusalNotice'
import { AdminPage } from '../shell/AdminPage'
import { PageNotice } from '../shell/pageNotice'
import type { ListPath } from './ListLink'
import { Moment } from './Moment'

interface Props<T> {
  query: UseQueryResult<T>
  /** The kind of thing, for a page that has no name yet. */
  title: string
  back: { to: ListPath; label: string }
  children: (file: T) => ReactNode
}

/** Shows the file once it is there; before that its outline, or why there is none. */
export function FileGate<T>({ query, title, back, children }: Props<T>) {
  const { data, dataUpdatedAt, error, refetch } = query
  const again = (
    <Button variant="default" onClick={() => void refetch()}>
      <Trans>Try again</Trans>
    </Button>
  )
  // A file that was there stays on the page while the server is away, and says how old it is.
  if (data !== undefined) {
    const old = error !== null && (
      <RefusalNotice error={error}>
        <p>
          <Trans>What stands below is from</Trans> <Moment at={new Date(dataUpdatedAt).toISOString()} />.
        </p>
        {again}
      </RefusalNotice>
    )
    return <PageNotice value={old}>{children(data)}</PageNotice>
  }
  if (error !== null && leadsNowhere(error)) return <NotFoundPage />
  return (
    <AdminPage title={title} back={back}>
      {error === null ? (
        <>
          <Skeleton height={180} radius="md" />
          <Skeleton height={320} radius="md" />
        </>
      ) : (
        <RefusalNotice error={error}>{again}</RefusalNotice>
      )}
    </AdminPage>
  )
}
