import { useSyncExternalStore } from 'react'
import { announcement } from '~/lib/announce'

export function LiveRegion() {
  const text = useSyncExternalStore(announcement.subscribe, announcement.get)
  return (
    <div role="status" aria-live="polite" className="visually-hidden">
      {text}
    </div>
  )
}
