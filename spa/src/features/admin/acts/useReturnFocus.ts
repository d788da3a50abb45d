import { useEffect, useRef } from 'react'

/** For the button of a dialog that is gone with its last moment: the focus comes back to where it was opened. */
export function useReturnFocus(open: boolean) {
  const button = useRef<HTMLButtonElement>(null)
  const was = useRef(open)
  useEffect(() => {
    if (was.current && !open) button.current?.focus()
    was.current = open
  }, [open])
  return button
}
