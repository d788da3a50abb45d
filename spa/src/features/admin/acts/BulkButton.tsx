import { Button } from '@mantine/core'
import { useState } from 'react'
import { useRefresh } from '../file/useFile'
import type { Bulk } from './bulk'
import { BulkDialog } from './BulkDialog'
import { useReturnFocus } from './useReturnFocus'

/** Opens the acts on what is chosen. */
export function BulkButton({ bulk, onDone }: { bulk: Bulk; onDone: () => void }) {
  const [open, setOpen] = useState(false)
  const button = useReturnFocus(open)
  const refresh = useRefresh()
  const done = () => {
    refresh()
    onDone()
  }
  return (
    <>
      <Button ref={button} size="xs" fz="sm" variant="default" onClick={() => setOpen(true)}>
        {bulk.name}
      </Button>
      {open && <BulkDialog bulk={bulk} onDone={done} onClose={() => setOpen(false)} />}
    </>
  )
}
