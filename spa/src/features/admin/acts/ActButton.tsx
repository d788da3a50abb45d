import { Button, type ButtonProps } from '@mantine/core'
import { useState } from 'react'
import type { Act } from './act'
import { ActDialog } from './ActDialog'
import { useTell } from './Told'

interface Props<R> {
  act: Act<R>
  onDone?: (result: R) => void
  variant?: ButtonProps['variant']
}

/** A button whose dialog asks what has to be asked; the page then says what was done. */
export function ActButton<R>({ act, onDone, variant = 'default' }: Props<R>) {
  const [open, setOpen] = useState(false)
  const tell = useTell()
  const done = (result: R) => {
    tell(act.done(result))
    onDone?.(result)
  }
  return (
    <>
      <Button
        size="xs"
        fz="sm"
        variant={variant}
        {...(act.danger === true && variant === 'default' && { c: 'var(--np-red)' })}
        onClick={() => setOpen(true)}
      >
        {act.name}
      </Button>
      {open && <ActDialog act={act} onDone={done} onClose={() => setOpen(false)} />}
    </>
  )
}
