import { Fragment, useSyncExternalStore } from 'react'
import { announcement } from '~/lib/announce'

export function LiveRegion() {
  const { text, nth } = useSyncExternalStore(announcement.subscribe, announcement.get)
  return (
    <div role="status" aria-live="polite" className="visually-hidden">
      {/* New words are read out, also where they are the same as before. */}
      <Fragment key={nth}>{text}</Fragment>
    </div>
  )
}
