import { useEffect, useEffectEvent, useRef } from 'react'

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
      { rootMargin: '200px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [enabled])
  return ref
}
