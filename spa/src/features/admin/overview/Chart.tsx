import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState, type KeyboardEvent } from 'react'
import { AdminLink } from '../shell/AdminLink'
import classes from './Chart.module.css'
import { ChartTable } from './ChartTable'
import { Drawing } from './Drawing'
import { formatUtcDay } from './figures'

export interface Series {
  name: string
  /** One for each day; null where there is none. */
  values: (number | null)[]
  format: (value: number) => string
}

export interface ChartProps {
  title: string
  kind: 'bars' | 'lines'
  /** UTC days, the newest last. */
  days: string[]
  /** At most two: the first in colour, the second in grey. */
  series: [Series, ...Series[]]
  /** The list behind a day. */
  hrefOf: (day: string) => string
}

/** A row of days. Each can be pointed at or reached with the arrow keys, tells its value, and leads to its list. */
export function Chart({ title, kind, days, series, hrefOf }: ChartProps) {
  const { t } = useLingui()
  const id = useId()
  const [table, setTable] = useState(false)
  const [at, setAt] = useState(days.length - 1)
  const most = Math.max(...series.flatMap(({ values }) => values.map((value) => value ?? 0)))
  const say = (index: number) =>
    series
      .map(({ name, values, format }) => {
        const value = values[index] ?? null
        const words = value === null ? t`none` : format(value)
        return series.length === 1 ? words : `${name} ${words}`
      })
      .join(', ')
  const shown = days[at]
  return (
    <section className={classes.chart} aria-labelledby={id}>
      <header className={classes.head}>
        <h3 id={id} className={classes.title}>
          {title}
        </h3>
        <Button
          variant="subtle"
          color="gray"
          c="var(--np-muted)"
          size="compact-xs"
          aria-label={table ? t`${title}: show the chart` : t`${title}: show the table`}
          onClick={() => setTable(!table)}
        >
          {table ? <Trans>Chart</Trans> : <Trans>Table</Trans>}
        </Button>
      </header>
      {table ? (
        <ChartTable title={title} days={days} series={series} hrefOf={hrefOf} />
      ) : (
        <>
          <p className={classes.value} aria-hidden>
            {shown !== undefined && `${formatUtcDay(shown)}: ${say(at)}`}
          </p>
          <div className={classes.plot}>
            <span className={classes.most} aria-hidden>
              {series[0].format(most)}
            </span>
            <Drawing kind={kind} series={series} most={most} at={at} />
            <Days title={title} days={days} at={at} onAt={setAt} say={say} hrefOf={hrefOf} />
          </div>
          <div className={classes.axis} aria-hidden>
            <span>{days[0] !== undefined && formatUtcDay(days[0])}</span>
            <span>
              <Trans>today</Trans>
            </span>
          </div>
        </>
      )}
    </section>
  )
}

interface DaysProps extends Pick<ChartProps, 'title' | 'days' | 'hrefOf'> {
  at: number
  onAt: (index: number) => void
  say: (index: number) => string
}

/** One stop of the Tab key; within it the arrows go from day to day. */
function Days({ title, days, at, onAt, say, hrefOf }: DaysProps) {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const next = nextOf(event.key, at, days.length - 1)
    if (next === null) return
    event.preventDefault()
    onAt(next)
    event.currentTarget.querySelectorAll('a')[next]?.focus()
  }
  return (
    <div className={classes.days} role="group" aria-label={title} onKeyDown={move}>
      {days.map((day, index) => (
        <AdminLink
          key={day}
          to={hrefOf(day)}
          className={classes.day}
          aria-label={`${formatUtcDay(day)}: ${say(index)}`}
          tabIndex={index === at ? 0 : -1}
          onFocus={() => onAt(index)}
          onPointerEnter={() => onAt(index)}
        />
      ))}
    </div>
  )
}

function nextOf(key: string, at: number, last: number): number | null {
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, at - 1)
    case 'ArrowRight':
      return Math.min(last, at + 1)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}
