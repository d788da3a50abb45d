import { Button, type ButtonProps } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { Act } from './act'
import { ActDialog } from './ActDialog'
import { tellAt, useTell } from './Told'
import { useReturnFocus } from './useReturnFocus'

interface Props<R> {
  act: Act<R>
  /** The address of the page that it leads to. */
  leadsTo?: (result: R) => string
  onDone?: (result: R) => void
  variant?: ButtonProps['variant']
}

/** A button whose dialog asks what has to be asked; this page, or the one it leads to, then says what was done. */
export function ActButton<R>({ act, leadsTo, onDone, variant = 'default' }: Props<R>) {
  const [open, setOpen] = useState(false)
  const button = useReturnFocus(open)
  const tell = useTell()
  const router = useRouter()
  const done = (result: R) => {
    const words = act.done(result)
    const href = leadsTo?.(result)
    if (href === undefined) {
      tell(words)
      onDone?.(result)
    } else {
      tellAt(href, words)
      void router.navigate({ href }).then(() => onDone?.(result))
    }
  }
  return (
    <>
      <Button
        ref={button}
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
