import classes from './Chart.module.css'
import type { ChartProps } from './Chart'

const HEIGHT = 100
const STEP = 10
const GAP = 2

interface Props extends Pick<ChartProps, 'kind' | 'series'> {
  most: number
  /** The day that is looked at. */
  at: number
}

/** The picture alone: what it shows is told by the links over it. */
export function Drawing({ kind, series, most, at }: Props) {
  const width = series[0].values.length * STEP
  const y = (value: number) => (most === 0 ? HEIGHT : HEIGHT - (value / most) * HEIGHT)
  return (
    <svg
      className={classes.drawing}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      {series.toReversed().map(({ name, values }) => {
        const rank = name === series[0].name ? 'first' : 'second'
        if (kind === 'lines')
          return <path key={name} className={classes.line} data-rank={rank} d={pathOf(values, y)} />
        return values.map((value, index) => (
          <rect
            key={`${name} ${index}`}
            className={classes.bar}
            data-rank={rank}
            data-at={index === at}
            x={index * STEP + GAP / 2}
            width={STEP - GAP}
            y={y(Math.max(0, value ?? 0))}
            height={HEIGHT - y(Math.max(0, value ?? 0))}
          />
        ))
      })}
      {kind === 'lines' && <path className={classes.mark} d={`M${(at + 0.5) * STEP} 0V${HEIGHT}`} />}
    </svg>
  )
}

/** A day without a value breaks the line: nothing is made up between. */
function pathOf(values: (number | null)[], y: (value: number) => number): string {
  return values
    .map((value, index) => {
      if (value === null) return ''
      const x = (index + 0.5) * STEP
      const alone = (values[index - 1] ?? null) === null
      // A line of no length, which its round ends make a dot.
      const dot = alone && (values[index + 1] ?? null) === null ? 'h0' : ''
      return `${alone ? 'M' : 'L'}${x} ${y(value).toFixed(2)}${dot}`
    })
    .join('')
}
