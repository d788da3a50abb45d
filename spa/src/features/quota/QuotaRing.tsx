import classes from './QuotaRing.module.css'

const SEGMENTS = 5
const RADIUS = 8
const LENGTH = 2 * Math.PI * RADIUS
const GAP = 3
const LARGE_PX = 64

/** Five fifths of a ring. It decorates the words beside it and says nothing that they don't. */
export function QuotaRing({ bucket, size = 20 }: { bucket: number; size?: number }) {
  const filled = Math.round((bucket / 100) * SEGMENTS)
  const arc = `${LENGTH / SEGMENTS - GAP} ${LENGTH - LENGTH / SEGMENTS + GAP}`
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      aria-hidden
      className={classes.ring}
      data-low={bucket <= 20}
      data-large={size >= LARGE_PX}
    >
      {Array.from({ length: SEGMENTS }, (_, index) => (
        <circle
          key={index}
          cx="10"
          cy="10"
          r={RADIUS}
          strokeDasharray={arc}
          transform={`rotate(${-90 + (360 / SEGMENTS) * index + 9} 10 10)`}
          data-filled={index < filled}
        />
      ))}
    </svg>
  )
}
