import { Button } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import classes from './toastMessages.module.css'

interface Props {
  message: string
  act: string
  /** The button takes the focus, and gives it to the page when it is pressed. */
  focus: boolean
  onAct: () => void
}

export function actMessage(props: Props): ReactNode {
  return <ActMessage {...props} />
}

/** Words with one thing to do about them. */
function ActMessage({ message, act, focus, onAct }: Props) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (focus) button.current?.focus()
  }, [focus])
  const press = () => {
    if (focus) document.getElementById('main')?.focus()
    onAct()
  }
  return (
    <span className={classes.message}>
      <span>{message}</span>
      <Button ref={button} size="compact-sm" variant="default" onClick={press}>
        {act}
      </Button>
    </span>
  )
}
