import type { Resolution } from '~/api/types'
import classes from './ShapeGlyph.module.css'

const BOX = 20
const LONG_SIDE = 16

/** The shape drawn to scale; Auto, which has none, is a dashed square. */
export function ShapeGlyph({ resolution }: { resolution: Resolution | undefined }) {
  const auto = resolution?.aspect == null
  const ratio = auto ? 1 : resolution.width / resolution.height
  const width = ratio >= 1 ? LONG_SIDE : LONG_SIDE * ratio
  const height = ratio >= 1 ? LONG_SIDE / ratio : LONG_SIDE
  return (
    <svg
      width={BOX}
      height={BOX}
      viewBox={`0 0 ${BOX} ${BOX}`}
      aria-hidden
      className={classes.glyph}
      data-auto={auto}
    >
      <rect x={(BOX - width) / 2} y={(BOX - height) / 2} width={width} height={height} rx="2" />
    </svg>
  )
}
