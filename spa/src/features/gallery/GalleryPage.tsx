import { Button, Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useDocumentTitle } from '~/lib/useDocumentTitle'
import { GalleryContent } from './GalleryContent'
import { GalleryFilters } from './GalleryFilters'
import classes from './GalleryPage.module.css'
import { SelectionBar } from './SelectionBar'
import { useGallery } from './useGallery'
import { useSelection } from './useSelection'

const route = getRouteApi('/_app/gallery')

/** Every picture that was made, by date; one of them opens over the page at an address of its own. */
export function GalleryPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const gallery = useGallery(search)
  const order = useMemo(() => gallery.items.map(({ asset }) => asset.id), [gallery.items])
  const selecting = useSelection(order)
  useDocumentTitle(t`Gallery`)
  return (
    <>
      <main className={classes.page}>
        <div className={classes.column}>
          <header className={classes.head}>
            <Title order={1} className={classes.title}>
              <Trans>Gallery</Trans>
            </Title>
            {order.length > 0 && (
              <Button variant="default" onClick={selecting.active ? selecting.leave : selecting.enter}>
                {selecting.active ? <Trans>Done</Trans> : <Trans>Select</Trans>}
              </Button>
            )}
          </header>
          <GalleryFilters search={search} />
          <GalleryContent gallery={gallery} search={search} selecting={selecting} />
          {selecting.active && <SelectionBar selecting={selecting} items={gallery.items} />}
        </div>
      </main>
      <Outlet />
    </>
  )
}
