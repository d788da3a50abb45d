import { useLingui } from '@lingui/react/macro'
import { AdminLink } from '../shell/AdminLink'
import type { ChartProps } from './Chart'
import classes from './Chart.module.css'
import { formatUtcDay } from './figures'

/** The same in numbers, the newest day first. */
export function ChartTable({ title, days, series, hrefOf }: Omit<ChartProps, 'kind'>) {
  const { t } = useLingui()
  const newestFirst = days.map((day, index) => ({ day, index })).reverse()
  return (
    <div className={classes.tableBox} role="region" aria-label={title} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t`Day, UTC`}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {newestFirst.map(({ day, index }) => (
            <tr key={day}>
              <th scope="row">
                <AdminLink to={hrefOf(day)}>{formatUtcDay(day)}</AdminLink>
              </th>
              {series.map(({ name, values, format }) => {
                const value = values[index] ?? null
                return <td key={name}>{value === null ? '–' : format(value)}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
