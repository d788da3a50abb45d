import { SegmentedControl } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { serverNow } from '~/api/serverClock'
import { formatDate } from '~/lib/format'
import { Card } from '../file/Card'
import { Lines, type Column } from '../file/Lines'
import { Moment } from '../file/Moment'
import type { KeyHour } from '../file/types'
import { formatCount, formatMs, formatPercent } from '../words/numbers'
import { Spark } from './Spark'
import sparks from './Spark.module.css'
import { lastHours, successOf, sumOf, type Hour } from './traffic'

const DAY_HOURS = 24
const WEEK_HOURS = 168

const HOUR: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
}

/** What went through the key, hour by hour. */
export function KeyTraffic({ hours: told }: { hours: readonly KeyHour[] }) {
  const { t } = useLingui()
  const [count, setCount] = useState(DAY_HOURS)
  const hours = lastHours(told, serverNow(), count)
  const busy = hours.flatMap((hour) => hour.told ?? [])
  return (
    <Card title={t`Traffic`}>
      <SegmentedControl
        className={sparks.period}
        aria-label={t`Of the last`}
        value={String(count)}
        onChange={(value) => setCount(Number(value))}
        data={[
          { value: String(DAY_HOURS), label: t`24 hours` },
          { value: String(WEEK_HOURS), label: t`7 days` },
        ]}
      />
      {busy.length === 0 ? <Quiet ever={told.length > 0} /> : <Sparks hours={hours} busy={busy} />}
    </Card>
  )
}

function Quiet({ ever }: { ever: boolean }) {
  return <p>{ever ? <Trans>No traffic in this time.</Trans> : <Trans>No traffic yet.</Trans>}</p>
}

function Sparks({ hours, busy }: { hours: readonly Hour[]; busy: readonly KeyHour[] }) {
  const { t } = useLingui()
  const requests = sumOf(hours, (hour) => hour.requests)
  const succeeded = sumOf(hours, (hour) => hour.succeeded)
  const limited = sumOf(hours, (hour) => hour.rate_limited)
  const share = (value: number) => formatPercent(value, 1)
  const points = (of: (hour: KeyHour) => number | null, without: number | null) =>
    hours.map(({ at, told }) => ({
      name: formatDate(new Date(at), HOUR),
      value: told === undefined ? without : of(told),
    }))
  const lastMs = (of: (hour: KeyHour) => number | undefined) => {
    const ms = busy.map(of).findLast((value) => value !== undefined)
    return ms === undefined ? '–' : formatMs(ms)
  }
  return (
    <>
      <div className={sparks.row}>
        <Spark
          label={t`Requests`}
          headline={formatCount(requests)}
          points={points((hour) => hour.requests, 0)}
          format={formatCount}
        />
        <Spark
          label={t`Succeeded`}
          headline={formatPercent(succeeded, requests)}
          points={points(successOf, null)}
          format={share}
        />
        <Spark
          label={t`Median time, latest`}
          headline={lastMs((hour) => hour.p50_ms)}
          points={points((hour) => hour.p50_ms ?? null, null)}
          format={formatMs}
        />
        <Spark
          label={t`Slowest 5 %, latest`}
          headline={lastMs((hour) => hour.p95_ms)}
          points={points((hour) => hour.p95_ms ?? null, null)}
          format={formatMs}
        />
        <Spark
          label={t`Too many requests (429)`}
          headline={formatCount(limited)}
          points={points((hour) => hour.rate_limited, 0)}
          format={formatCount}
        />
      </div>
      <details>
        <summary>
          <Trans>As a table</Trans>
        </summary>
        <HoursTable hours={busy} />
      </details>
    </>
  )
}

function HoursTable({ hours }: { hours: readonly KeyHour[] }) {
  const { t } = useLingui()
  const ms = (value: number | undefined) => (value === undefined ? '–' : formatMs(value))
  const columns: Column<KeyHour>[] = [
    { title: t`Hour`, cell: ({ hour }) => <Moment at={hour} exact /> },
    { title: t`Requests`, number: true, cell: ({ requests }) => formatCount(requests) },
    { title: t`Succeeded`, number: true, cell: (hour) => formatPercent(hour.succeeded, hour.requests) },
    { title: t`Median time`, number: true, cell: ({ p50_ms }) => ms(p50_ms) },
    { title: t`Slowest 5 %`, number: true, cell: ({ p95_ms }) => ms(p95_ms) },
    { title: '429', number: true, cell: ({ rate_limited }) => formatCount(rate_limited) },
  ]
  return (
    <Lines
      label={t`Traffic by the hour`}
      rows={hours.toReversed()}
      columns={columns}
      idOf={({ hour }) => hour}
      empty={t`No traffic yet.`}
    />
  )
}
