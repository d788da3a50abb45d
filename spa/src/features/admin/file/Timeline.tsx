import type { ReactNode } from 'react'
import { formatDay } from '~/lib/format'
import type { Tone } from '~/ui/Notice'
import { bothClocks, formatSecond, sameDay } from './relative'
import classes from './Timeline.module.css'

export interface Happening {
  id: string
  at: string
  what: ReactNode
  /** Beside the time: how long after the one before. */
  after?: string
  tone?: Tone
  children?: ReactNode
}

/** What happened, from first to last. */
export function Timeline({ label, events }: { label: string; events: readonly Happening[] }) {
  return (
    <ol className={classes.timeline} aria-label={label}>
      {events.map(({ id, at, what, after, tone, children }, nth) => (
        <li key={id} className={classes.event} data-tone={tone}>
          <div className={classes.head}>
            <span className={classes.what}>{what}</span>
            <span className={classes.when}>
              {after !== undefined && <>{after} · </>}
              <time dateTime={at} title={bothClocks(at)}>
                {sameDay(events[nth - 1]?.at, at)
                  ? formatSecond(at)
                  : `${formatDay(at)}, ${formatSecond(at)}`}
              </time>
            </span>
          </div>
          {children !== undefined && <div className={classes.detail}>{children}</div>}
        </li>
      ))}
    </ol>
  )
}
