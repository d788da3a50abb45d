import { useDisclosure } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { Outlet, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useState, useSyncExternalStore } from 'react'
import { useLiveGenerations } from '~/features/generations/useLiveGenerations'
import { useWanted } from '~/ui/useWanted'
import { Frame, useWide } from './Frame'
import { Overlays } from './Overlays'
import { PhoneBar } from './PhoneBar'
import { Rail } from './Rail'
import { RenewalNotice } from './RenewalNotice'
import { ServiceNotice } from './ServiceNotice'
import { shortcutSheet } from './shortcutSheet'
import { useNewVersion } from './useNewVersion'
import { useShortcuts } from './useShortcuts'

// None of these is in the first picture of the page.
const RailDrawer = lazy(() => import('./RailDrawer'))
const ShortcutSheet = lazy(() => import('./ShortcutSheet'))

/** The customers' pages, with their conversations beside them. */
export function AppLayout() {
  const { t } = useLingui()
  const router = useRouter()
  useLiveGenerations()
  useNewVersion()
  const wide = useWide()
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
    <>
      <Frame
        rail={<Rail onNavigate={drawer.close} seek={seek} />}
        railLabel={t`Conversations`}
        bar={
          <>
            <PhoneBar onMenu={openMenu} />
            <Suspense>
              {drawerWanted && <RailDrawer opened={opened} seek={seek} onClose={drawer.close} />}
            </Suspense>
          </>
        }
        notice={
          <>
            <ServiceNotice />
            <RenewalNotice />
          </>
        }
      >
        <Outlet />
      </Frame>
      <Overlays />
      <Suspense>
        {helpWanted && <ShortcutSheet opened={help} onClose={() => shortcutSheet.set(false)} />}
      </Suspense>
    </>
  )
}
