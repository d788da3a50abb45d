import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { recentQuery } from '~/api/galleryQueries'
import { activityQuery, quotaQuery } from '~/api/queries'
import { isOpen } from '~/api/types'
import classes from './Activity.module.css'
import { FailedLine } from './FailedLine'
import { grouped } from './grouped'
import { RunningLine } from './RunningLine'
import { Failed, Section } from './Section'

/** What runs now and what didn't work lately. Nothing at all where there is nothing of either. */
export function Activity() {
  const { t } = useLingui()
  const activity = useQuery(activityQuery)
  const { running = [], failed = [] } = activity.data ?? {}
  const open = running.filter(({ generation }) => isOpen(generation))
  useEnds(open.map(({ generation }) => generation.id))
  if (activity.isLoadingError)
    return (
      <Section title={t`Running now`}>
        <Failed error={activity.error} onRetry={() => void activity.refetch()} />
      </Section>
    )
  const turns = grouped(open, ({ generation }) => generation.turn_id)
  const failures = grouped(failed, ({ generation }) => `${generation.turn_id} ${generation.error?.code}`)
  if (turns.length + failures.length === 0) return null
  return (
    <div className={classes.activity}>
      {turns.length > 0 && (
        <Section title={t`Running now`}>
          <ul className={classes.list}>
            {turns.map((items) => (
              <RunningLine key={items[0].generation.turn_id} items={items} />
            ))}
          </ul>
        </Section>
      )}
      {failures.length > 0 && (
        <Section title={t`Didn’t work lately · not counted`}>
          <ul className={classes.list}>
            {failures.map((items) => (
              <FailedLine key={items[0].generation.id} items={items} />
            ))}
          </ul>
        </Section>
      )}
    </div>
  )
}

/** One that runs no more is a new picture or a new failure, and changes what is left. */
function useEnds(open: readonly string[]): void {
  const queryClient = useQueryClient()
  const seen = useRef(open)
  const ids = open.join()
  useEffect(() => {
    const now = ids.split(',')
    const ended = seen.current.some((id) => !now.includes(id))
    seen.current = now
    if (!ended) return
    for (const { queryKey } of [recentQuery, quotaQuery]) void queryClient.invalidateQueries({ queryKey })
  }, [ids, queryClient])
}
