import { Trans, useLingui } from '@lingui/react/macro'
import { formatMs, formatPercent } from '../words/numbers'
import { Chart } from './Chart'
import classes from './Charts.module.css'
import {
  dayHref,
  formatMoney,
  newUsersHref,
  revenueHref,
  revenueUsdCents,
  successRate,
  usdCents,
} from './figures'
import type { DayFigures } from './overview'

/** Thirty days, each chart with a table behind it. */
export function Charts({ days }: { days: DayFigures[] }) {
  const { t, i18n } = useLingui()
  const names = days.map(({ day }) => day)
  const count = (value: number) => i18n.number(value)
  const dollars = (cents: number) => formatMoney(cents, 'USD')
  return (
    <section aria-labelledby="month" className={classes.area}>
      <h2 id="month" className={classes.title}>
        <Trans>The last 30 days</Trans>
      </h2>
      <div className={classes.charts}>
        <Chart
          title={t`Generations`}
          kind="bars"
          days={names}
          series={[{ name: t`Generations`, values: days.map((day) => day.generations), format: count }]}
          hrefOf={(day) => dayHref(day)}
        />
        <Chart
          title={t`Success rate`}
          kind="lines"
          days={names}
          series={[
            {
              name: t`Success rate`,
              values: days.map(successRate),
              format: (rate) => formatPercent(rate, 1),
            },
          ]}
          hrefOf={(day) => dayHref(day, 'state=failed')}
        />
        <Chart
          title={t`Time: half of them, and 19 of 20 in grey`}
          kind="lines"
          days={names}
          series={[
            { name: 'p50', values: days.map((day) => day.p50_ms ?? null), format: formatMs },
            { name: 'p95', values: days.map((day) => day.p95_ms ?? null), format: formatMs },
          ]}
          hrefOf={(day) => dayHref(day, 'state=succeeded')}
        />
        <Chart
          title={t`Revenue in dollars, and estimated cost in grey`}
          kind="lines"
          days={names}
          series={[
            { name: t`Revenue`, values: days.map(revenueUsdCents), format: dollars },
            { name: t`Cost`, values: days.map((day) => usdCents(day.cost_usd)), format: dollars },
          ]}
          hrefOf={revenueHref}
        />
        <Chart
          title={t`New users`}
          kind="bars"
          days={names}
          series={[{ name: t`New users`, values: days.map((day) => day.new_users), format: count }]}
          hrefOf={newUsersHref}
        />
      </div>
    </section>
  )
}
