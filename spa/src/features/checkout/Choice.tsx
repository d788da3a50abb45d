import { useId, type ReactNode } from 'react'
import classes from './Choice.module.css'

interface Props {
  name: string
  title: string
  text?: ReactNode
  /** At the right: what it costs, or that it can't be had. */
  aside?: ReactNode
  checked: boolean
  disabled?: boolean
  onChoose: () => void
}

/** One of several, as a whole card to press. */
export function Choice({ name, title, text, aside, checked, disabled = false, onChoose }: Props) {
  const id = useId()
  return (
    <label className={classes.choice} htmlFor={id} data-disabled={disabled}>
      <input
        id={id}
        type="radio"
        name={name}
        checked={checked}
        disabled={disabled}
        onChange={onChoose}
        aria-labelledby={`${id}-title ${id}-text`}
        aria-describedby={`${id}-more`}
      />
      <span className={classes.dot} aria-hidden />
      <span className={classes.words}>
        <span className={classes.title} id={`${id}-title`}>
          {title}
        </span>
        {text !== undefined && (
          <span className={classes.text} id={`${id}-text`}>
            {text}
          </span>
        )}
      </span>
      <span className={classes.aside} id={`${id}-more`}>
        {aside}
      </span>
    </label>
  )
}
