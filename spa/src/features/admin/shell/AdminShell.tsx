import { useDisclosure } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { AreaBoundary } from '~/features/shell/AreaBoundary'
import { Frame } from '~/features/shell/Frame'
import { useShortcuts } from '~/features/shell/useShortcuts'
import { useWanted } from '~/ui/useWanted'
import { AdminBar } from './AdminBar'
import { AdminNav } from './AdminNav'
import { StandingBanner } from './StandingBanner'

const AdminDrawer = lazy(() => import('./AdminDrawer'))
const SearchDialog = lazy(() => import('~/features/admin/search/SearchDialog'))

/** The section's pages, with the ways around beside them. */
export function AdminShell() {
  const { t } = useLingui()
  const path = useLocation({ select: ({ pathname }) => pathname })
  const [opened, drawer] = useDisclosure(false)
  const [searching, search] = useDisclosure(false)
  const drawerWanted = useWanted(opened)
  const searchWanted = useWanted(searching)
  const openSearch = () => {
    drawer.close()
    search.open()
  }
  useShortcuts({ search: openSearch })
  return (
    <>
      <Frame
        slim
        rail={<AdminNav onNavigate={drawer.close} onSearch={openSearch} />}
        railLabel={t`Administration`}
        bar={
          <>
            <AdminBar onMenu={drawer.open} onSearch={openSearch} />
            <Suspense>
              {drawerWanted && <AdminDrawer opened={opened} onClose={drawer.close} onSearch={openSearch} />}
            </Suspense>
          </>
        }
        notice={<StandingBanner />}
      >
        <AreaBoundary key={path}>
          <Outlet />
        </AreaBoundary>
      </Frame>
      <Suspense>{searchWanted && <SearchDialog opened={searching} onClose={search.close} />}</Suspense>
    </>
  )
}
