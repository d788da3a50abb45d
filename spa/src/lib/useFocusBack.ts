import { useCallback, useRef, type RefCallback } from 'react'

/** Gives the focus back to the button that a form stood in for, when the form goes and the button comes again. */
export function useFocusBack(): [button: RefCallback<HTMLElement>, askBack: () => void] {
  const asked = useRef(false)
  const button = useCallback((element: HTMLElement | null) => {
    if (element === null || !asked.current) return
    asked.current = false
    element.focus()
  }, [])
  const askBack = useCallback(() => {
    asked.current = true
  }, [])
  return [button, askBack]
}
