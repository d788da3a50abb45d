import { useEffect, useRef } from 'react'

/**
 * Leaves the focus on the link of the picture that was looked at last, or else where it was before: one who has gone on
 * by ten pictures comes back to the tenth.
 */
export function useFocusReturn(key: string | undefined): void {
  const last = useRef(key)
  useEffect(() => {
    if (key !== undefined) last.current = key
  }, [key])
  useEffect(() => {
    const before = document.activeElement
    return () => {
      // Someone has taken the focus already, the composer perhaps.
      if (document.activeElement !== document.body) return
      const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href]')]
      const link = links.find(({ pathname }) => pathname.endsWith(`/i/${last.current}`))
      const target = link ?? before
      if (target instanceof HTMLElement && target.isConnected) target.focus()
    }
  }, [])
}
