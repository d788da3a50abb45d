import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { AdminLink } from '../shell/AdminLink'
import { formatMs, formatPercent } from '../words/numbers'
import {
  dayHref,
  formatMoney,
  formatRevenue,
  marginUsdCents,
  newUsersHref,
  revenueHref,
  successRate,
  usdCents,
} from './figures'
import type { Overview } from './overview'
import classes from './Today.module.css'

/** The figures of today so far, by UTC as the books are. Each leads to the list that it counts. */
export function Today({ overview }: { overview: Overview }) {
  const { t, i18n } = useLingui()
  const today = overview.days.at(-1)
  if (today === undefined) return null
  const rate = successRate(today)
  const margin = marginUsdCents(today)
  const count = (number: number) => i18n.number(number)
  return (
    <section aria-labelledby="today" className={classes.area}>
      <h2 id="today" className={classes.title}>
        <Trans>Today</Trans> <span className={classes.note}>{t`since 00:00 UTC`}</span>
      </h2>
      <dl className={classes.figures}>
        <Figure term={t`Generations`} to={dayHref(today.day)}>
          {count(today.generations)}
        </Figure>
        <Figure
          term={t`Success rate`}
          to={dayHref(today.day, 'state=failed')}
          note={t`${count(today.failed)} failed, ${count(today.declined)} declined`}
        >
          {rate === null ? '–' : formatPercent(rate, 1)}
        </Figure>
        <Figure
          term={t`Time, half of them`}
          to={dayHref(today.day, 'state=succeeded')}
          {...(today.p95_ms !== undefined && { note: t`19 of 20 within ${formatMs(today.p95_ms)}` })}
        >
          {today.p50_ms === undefined ? '–' : formatMs(today.p50_ms)}
        </Figure>
        <Figure
          term={t`Running now`}
          to="/admin/generations?state=queued,running,waiting"
          note={t`${count(overview.queued)} queued, the oldest for ${count(overview.oldest_queued_s)} s`}
        >
          {count(overview.running)}
        </Figure>
        <Figure term={t`Revenue`} to={revenueHref(today.day)}>
          {formatRevenue(today)}
        </Figure>
        <Figure
          term={t`Cost, estimated`}
          to={dayHref(today.day)}
          {...(margin !== null && { note: t`Margin ${formatMoney(margin, 'USD')}` })}
        >
          {formatMoney(usdCents(today.cost_usd), 'USD')}
        </Figure>
        <Figure term={t`Active subscriptions`} to="/admin/users?month=active">
          {count(overview.active_subscriptions)}
        </Figure>
        <Figure term={t`New users`} to={newUsersHref(today.day)}>
          {count(today.new_users)}
        </Figure>
      </dl>
    </section>
  )
}

interface FigureProps {
  term: string
  to: string
  note?: string
  children: ReactNode
}

function Figure({ term, to, note, children }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt>{term}</dt>
      <dd>
        <AdminLink to={to} className={classes.number}>
          {children}
        </AdminLink>
        {note !== undefined && <span className={classes.note}>{note}</span>}
      </dd>
    </div>
  )
}
