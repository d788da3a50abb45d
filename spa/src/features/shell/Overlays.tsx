import { lazy, Suspense, useSyncExternalStore } from 'react'
import { sessionGate } from '~/api/sessionGate'
import { withTexts } from '~/i18n/i18n'
import { toastsWanted } from '~/lib/toast'
import { LiveRegion } from './LiveRegion'

// Neither is in the first picture of the page.
const SessionDialog = lazy(() => withTexts('account', () => import('~/features/auth/SessionDialog')))
const Toasts = lazy(() => import('./Toasts'))

/** What may come over any page of a signed-in person, and what is read out. */
export function Overlays() {
  const sessionEnded = useSyncExternalStore(sessionGate.subscribe, sessionGate.isClosed)
  const toasts = useSyncExternalStore(toastsWanted.subscribe, toastsWanted.get)
  return (
    <>
      <Suspense>{sessionEnded && <SessionDialog />}</Suspense>
      <LiveRegion />
      <Suspense>{toasts && <Toasts />}</Suspense>
    </>
  )
}
