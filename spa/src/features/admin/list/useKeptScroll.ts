import { useLocation } from '@tanstack/react-router'
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react'

interface Place {
  top: number
  left: number
}

/** By entry of the history; lives as long as the page. */
const places = new Map<string, Place>()
const PLACES_MAX = 50

/** A box that Back brings again where it was left, once what stood in it is there. */
export function useKeptScroll<E extends HTMLElement>(ready: boolean) {
  const entry = useLocation({ select: ({ state }) => state.__TSR_key ?? '' })
  const box = useRef<E>(null)
  useLayoutEffect(() => {
    const place = places.get(entry)
    if (!ready || place === undefined || box.current === null) return
    box.current.scrollTop = place.top
    box.current.scrollLeft = place.left
  }, [entry, ready])
  const keep = useCallback(() => {
    if (box.current === null) return
    const { scrollTop: top, scrollLeft: left } = box.current
    places.delete(entry)
    places.set(entry, { top, left })
    const [oldest] = places.keys()
    if (places.size > PLACES_MAX && oldest !== undefined) places.delete(oldest)
  }, [entry])
  useEffect(() => {
    const element = box.current
    element?.addEventListener('scroll', keep, { passive: true })
    return () => element?.removeEventListener('scroll', keep)
  }, [keep])
  return box
}
