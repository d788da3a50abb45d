import { Button, Skeleton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { RefusalNotice } from '../acts/RefusalNotice'
import { AdminPage } from '../shell/AdminPage'
import { AttentionList } from './AttentionList'
import { Charts } from './Charts'
import { overviewQuery } from './overview'
import classes from './OverviewPage.module.css'
import { Today } from './Today'

/** What needs a person first, then how it goes. */
export function OverviewPage() {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(overviewQuery)
  return (
    <AdminPage title={t`Overview`}>
      <div className={classes.parts}>
        {error !== null && (
          <RefusalNotice error={error}>
            <Button variant="default" size="xs" fz="sm" onClick={() => void refetch()}>
              <Trans>Try again</Trans>
            </Button>
          </RefusalNotice>
        )}
        {data === undefined && error === null && <Loading />}
        {data !== undefined && (
          <>
            <AttentionList attention={data.attention} />
            <Today overview={data} />
            <Charts days={data.days} />
          </>
        )}
      </div>
    </AdminPage>
  )
}

function Loading() {
  const { t } = useLingui()
  return (
    <div className={classes.parts} role="status" aria-label={t`Loading`}>
      <Skeleton height={96} radius="md" />
      <Skeleton height={180} radius="md" />
      <Skeleton height={360} radius="md" />
    </div>
  )
}
