import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { AreaBoundary } from '~/features/shell/AreaBoundary'
import { useShortcuts } from '~/features/shell/useShortcuts'
import { useWanted } from '~/ui/useWanted'
import { AdminBar } from './AdminBar'
import { AdminNav } from './AdminNav'
import classes from './AdminShell.module.css'
import { StandingBanner } from './StandingBanner'

const AdminDrawer = lazy(() => import('./AdminDrawer'))
const SearchDialog = lazy(() => import('~/features/admin/search/SearchDialog'))

/** The ways around at the left, the page beside them; where it is narrow, a bar and a drawer. */
export function AdminShell() {
  const { t } = useLingui()
  const wide = useMediaQuery('(min-width: 1024px)', undefined, { getInitialValueInEffect: false })
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
    <div className={classes.layout}>
      <a className={classes.skip} href="#main">
        {t`Skip to the page`}
      </a>
      {wide ? (
        <aside className={classes.rail} aria-label={t`Administration`}>
          <AdminNav onNavigate={drawer.close} onSearch={openSearch} />
        </aside>
      ) : (
        <>
          <AdminBar onMenu={drawer.open} onSearch={openSearch} />
          <Suspense>
            {drawerWanted && <AdminDrawer opened={opened} onClose={drawer.close} onSearch={openSearch} />}
          </Suspense>
        </>
      )}
      <div className={classes.page} id="main" tabIndex={-1}>
        <StandingBanner />
        <div className={classes.content}>
          <AreaBoundary key={path}>
            <Outlet />
          </AreaBoundary>
        </div>
      </div>
      <Suspense>{searchWanted && <SearchDialog opened={searching} onClose={search.close} />}</Suspense>
    </div>
  )
}
