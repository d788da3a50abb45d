import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Blend } from 'lucide-react'
import classes from './CompareButton.module.css'

interface Props {
  comparing: boolean
  onCompare: (comparing: boolean) => void
  className: string | undefined
}

/** Held with a finger or the mouse it shows the input as long as it is held; pressed from the keyboard, until the next press. */
export function CompareButton({ comparing, onCompare, className }: Props) {
  const release = () => onCompare(false)
  return (
    <Button
      variant="default"
      leftSection={<Blend size={16} />}
      aria-pressed={comparing}
      className={`${classes.compare} ${className}`}
      onPointerDown={() => onCompare(true)}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onBlur={release}
      onContextMenu={(event) => event.preventDefault()}
      onClick={(event) => {
        // A press without a pointer: a key, or a screen reader.
        if (event.detail === 0) onCompare(!comparing)
      }}
    >
      {comparing ? <Trans>This is the input</Trans> : <Trans>Hold to see the input</Trans>}
    </Button>
  )
}
