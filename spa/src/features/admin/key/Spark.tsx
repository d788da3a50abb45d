import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type KeyboardEvent, type PointerEvent } from 'react'
import classes from './Spark.module.css'

export interface Point {
  /** What the value is of: an hour. */
  name: string
  /** null: there is none. */
  value: number | null
}

interface Props {
  label: string
  /** The one number that stands for all. */
  headline: string
  points: readonly Point[]
  format: (value: number) => string
}

const HEIGHT = 40
/** A value that isn't nothing is seen. */
const LEAST = 1.5

/** One small row of bars. With the pointer or the arrow keys each value is told. */
export function Spark({ label, headline, points, format }: Props) {
  const { t } = useLingui()
  const [at, setAt] = useState<number | null>(null)
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]))
  const most = Math.max(...known, 0)
  const min = known.length === 0 ? '–' : format(Math.min(...known))
  const max = known.length === 0 ? '–' : format(most)
  const shown = at === null ? undefined : points[at]
  const say = ({ name, value }: Point) => `${name}: ${value === null ? t`no traffic` : format(value)}`
  const move = (event: KeyboardEvent) => {
    const next = moved(event.key, at ?? points.length, points.length - 1)
    if (next === null) return
    event.preventDefault()
    setAt(next)
  }
  const point = ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    setAt(Math.min(points.length - 1, Math.max(0, Math.floor(((clientX - left) / width) * points.length))))
  }
  return (
    <div className={classes.spark}>
      <div className={classes.head}>
        <span>{label}</span>
        <span className={classes.value}>{headline}</span>
      </div>
      <svg
        className={classes.bars}
        viewBox={`0 0 ${points.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-readonly
        aria-valuemin={0}
        aria-valuemax={points.length - 1}
        aria-valuenow={at ?? points.length - 1}
        aria-valuetext={shown === undefined ? headline : say(shown)}
        onKeyDown={move}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setAt(null)}
        onBlur={() => setAt(null)}
      >
        {points.map(({ name, value }, nth) => (
          <Bar
            key={name}
            nth={nth}
            share={value === null || most === 0 ? 0 : value / most}
            dim={shown !== undefined && nth !== at}
          />
        ))}
      </svg>
      <div className={classes.foot} aria-hidden={shown === undefined ? undefined : true}>
        {shown === undefined ? (
          <Trans>
            least {min}, most {max}
          </Trans>
        ) : (
          say(shown)
        )}
      </div>
    </div>
  )
}

function Bar({ nth, share, dim }: { nth: number; share: number; dim: boolean }) {
  if (share === 0) return null
  const height = Math.max(LEAST, share * HEIGHT)
  return <rect x={nth + 0.1} y={HEIGHT - height} width={0.8} height={height} data-dim={dim} />
}

/** Where a key leads; null: it is not for here. From nowhere it begins at the newest. */
function moved(key: string, from: number, last: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, from - 1)
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(last, from + 1)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}
