import { Button, Skeleton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Pause, Play } from 'lucide-react'
import { useState } from 'react'
import { Notice, type Tone } from '~/ui/Notice'
import { RefusalNotice } from '../acts/RefusalNotice'
import { Moment } from '../file/Moment'
import { AdminLink } from '../shell/AdminLink'
import { AdminPage } from '../shell/AdminPage'
import { ComponentCard } from './ComponentCard'
import classes from './HealthPage.module.css'
import { healthQuery, PACE_MS, worstFirst, type HealthReply } from './healthQuery'

/** Whether everything works, looked at every ten seconds unless that is held. */
export function HealthPage() {
  const { t } = useLingui()
  const [paused, setPaused] = useState(false)
  const { data, error } = useQuery({ ...healthQuery, refetchInterval: PACE_MS, enabled: !paused })
  return (
    <AdminPage
      title={t`Health`}
      acts={
        <Button
          size="xs"
          fz="sm"
          variant="default"
          leftSection={paused ? <Play size={16} /> : <Pause size={16} />}
          onClick={() => setPaused(!paused)}
        >
          {paused ? <Trans>Go on looking</Trans> : <Trans>Hold</Trans>}
        </Button>
      }
    >
      <div className={classes.parts}>
        <RefusalNotice error={error}>
          {data !== undefined && (
            <p>
              <Trans>What stands below is from</Trans> <Moment at={data.at} />.
            </p>
          )}
        </RefusalNotice>
        {data === undefined && error === null && <Skeleton height={240} radius="md" />}
        {data !== undefined && <Health health={data} />}
      </div>
    </AdminPage>
  )
}

function Health({ health }: { health: HealthReply }) {
  const { t } = useLingui()
  const verdicts: Record<HealthReply['status'], { tone: Tone; words: string }> = {
    ok: { tone: 'good', words: t`Everything works` },
    degraded: { tone: 'warn', words: t`Works, but not as it should` },
    down: { tone: 'bad', words: t`Down` },
  }
  const { tone, words } = verdicts[health.status]
  return (
    <>
      <Notice tone={tone} role="status">
        <p className={classes.verdict}>{words}</p>
        <p>
          <Trans>Looked at</Trans> <Moment at={health.at} /> · <Trans>version</Trans>{' '}
          <code>{health.version}</code> ·{' '}
          <AdminLink to="/admin/incidents?state=open">
            <Trans>Open incidents</Trans>
          </AdminLink>
        </p>
      </Notice>
      <ul className={classes.cards}>
        {worstFirst(health.components).map((component) => (
          <li key={component.id}>
            <ComponentCard component={component} />
          </li>
        ))}
      </ul>
    </>
  )
}
