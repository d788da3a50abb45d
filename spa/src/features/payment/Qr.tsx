import { encode } from 'uqr'
import classes from './Qr.module.css'

interface Props {
  text: string
  label: string
}

/** Light modules around the code, without which cameras don't find it. */
const QUIET_MODULES = 4

/** Dark on white in both themes: cameras read it best so. */
export default function Qr({ text, label }: Props) {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_MODULES })
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg
      role="img"
      aria-label={label}
      className={classes.qr}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
