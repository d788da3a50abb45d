import { useEffect, useRef } from 'react'
import classes from './Tick.module.css'

interface Props {
  label: string
  on: boolean
  partly?: boolean
  disabled?: boolean
  onChange: () => void
}

export function Tick({ label, on, partly = false, disabled = false, onChange }: Props) {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = partly
  }, [partly])
  return (
    <label className={classes.tick}>
      <input
        ref={box}
        type="checkbox"
        aria-label={label}
        checked={on}
        disabled={disabled}
        onChange={onChange}
      />
    </label>
  )
}
