import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { sessionGate } from '~/api/sessionGate'
import { useLiveGenerations } from '~/features/generations/useLiveGenerations'
import { toastsWanted } from '~/lib/toast'
import { useWanted } from '~/ui/useWanted'
import classes from './AppLayout.module.css'
import { LiveRegion } from './LiveRegion'
import { PhoneBar } from './PhoneBar'
import { Rail } from './Rail'

// None of these is in the first picture of the page.
const RailDrawer = lazy(() => import('./RailDrawer'))
const SessionDialog = lazy(() => import('~/features/auth/SessionDialog'))
const Toasts = lazy(() => import('./Toasts'))

/** A rail beside the page where there is room; below that one slim bar and the rail in a drawer. */
export function AppLayout() {
  const { t } = useLingui()
  useLiveGenerations()
  const wide = useMediaQuery('(min-width: 1024px)', undefined, { getInitialValueInEffect: false })
  const sessionEnded = useSyncExternalStore(sessionGate.subscribe, sessionGate.isClosed)
  const toasts = useSyncExternalStore(toastsWanted.subscribe, toastsWanted.get)
  const [opened, drawer] = useDisclosure(false)
  const drawerWanted = useWanted(opened)
  return (
    <div className={classes.layout}>
      <a className={classes.skip} href="#main">
        {t`Skip to the page`}
      </a>
      {wide ? (
        <aside className={classes.rail} aria-label={t`Conversations`}>
          <Rail onNavigate={drawer.close} />
        </aside>
      ) : (
        <>
          <PhoneBar onMenu={drawer.open} />
          <Suspense>{drawerWanted && <RailDrawer opened={opened} onClose={drawer.close} />}</Suspense>
        </>
      )}
      <div className={classes.page} id="main" tabIndex={-1}>
        <Outlet />
      </div>
      <Suspense>{sessionEnded && <SessionDialog />}</Suspense>
      <LiveRegion />
      <Suspense>{toasts && <Toasts />}</Suspense>
    </div>
  )
}
