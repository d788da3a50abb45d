import { useEffect, useEffectEvent } from 'react'

interface Keys {
  previous: (() => void) | undefined
  next: (() => void) | undefined
}

export function useLightboxKeys({ previous, next }: Keys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'ArrowLeft') previous?.()
    if (event.key === 'ArrowRight') next?.()
  })
  useEffect(() => {
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
