import { useEffect, useEffectEvent, useRef } from 'react'

const NEAR = '400px'

/** Calls back when the element comes near the visible part of its scroller. */
export function useOnSeen<T extends Element>(onSeen: () => void, enabled: boolean) {
  const ref = useRef<T>(null)
  const seen = useEffectEvent(onSeen)
  useEffect(() => {
    const element = ref.current
    if (!enabled || element === null) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) seen()
      },
      // The second is for a scroller inside the page; where a browser doesn't know it, the edge itself has to be seen.
      { rootMargin: NEAR, scrollMargin: NEAR },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [enabled])
  return ref
}
