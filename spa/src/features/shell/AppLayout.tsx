import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { Outlet, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useState, useSyncExternalStore } from 'react'
import { useLiveGenerations } from '~/features/generations/useLiveGenerations'
import { useWanted } from '~/ui/useWanted'
import classes from './AppLayout.module.css'
import { Overlays } from './Overlays'
import { PhoneBar } from './PhoneBar'
import { Rail } from './Rail'
import { ServiceNotice } from './ServiceNotice'
import { shortcutSheet } from './shortcutSheet'
import { useNewVersion } from './useNewVersion'
import { useShortcuts } from './useShortcuts'

// None of these is in the first picture of the page.
const RailDrawer = lazy(() => import('./RailDrawer'))
const ShortcutSheet = lazy(() => import('./ShortcutSheet'))

/** A rail beside the page where there is room; below that one slim bar and the rail in a drawer. */
export function AppLayout() {
  const { t } = useLingui()
  const router = useRouter()
  useLiveGenerations()
  useNewVersion()
  const wide = useMediaQuery('(min-width: 1024px)', undefined, { getInitialValueInEffect: false })
  const [opened, drawer] = useDisclosure(false)
  const drawerWanted = useWanted(opened)
  const [seek, setSeek] = useState(0)
  const help = useSyncExternalStore(shortcutSheet.subscribe, shortcutSheet.get)
  const helpWanted = useWanted(help)
  useShortcuts({
    search: () => {
      setSeek((wishes) => wishes + 1)
      if (!wide) drawer.open()
    },
    new: () => void router.navigate({ to: '/c' }),
    help: () => shortcutSheet.set(true),
  })
  const openMenu = () => {
    // Who opens the menu by hand wants no keyboard on the screen.
    setSeek(0)
    drawer.open()
  }
  return (
    <div className={classes.layout}>
      <a className={classes.skip} href="#main">
        {t`Skip to the page`}
      </a>
      {wide ? (
        <aside className={classes.rail} aria-label={t`Conversations`}>
          <Rail onNavigate={drawer.close} seek={seek} />
        </aside>
      ) : (
        <>
          <PhoneBar onMenu={openMenu} />
          <Suspense>
            {drawerWanted && <RailDrawer opened={opened} seek={seek} onClose={drawer.close} />}
          </Suspense>
        </>
      )}
      <div className={classes.page} id="main" tabIndex={-1}>
        <ServiceNotice />
        <div className={classes.content}>
          <Outlet />
        </div>
      </div>
      <Overlays />
      <Suspense>
        {helpWanted && <ShortcutSheet opened={help} onClose={() => shortcutSheet.set(false)} />}
      </Suspense>
    </div>
  )
}
