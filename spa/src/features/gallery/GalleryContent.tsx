import { Button, Skeleton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { wordsForError } from '~/features/problems/problemWords'
import { useOnSeen } from '~/lib/useOnSeen'
import { Notice } from '~/ui/Notice'
import { NoMatch, NoPictures } from './Empty'
import { narrows, type GallerySearch } from './filter'
import classes from './GalleryContent.module.css'
import { GalleryGrid } from './GalleryGrid'
import grid from './GalleryGrid.module.css'
import type { useGallery } from './useGallery'
import type { Selecting } from './useSelection'

interface Props {
  gallery: ReturnType<typeof useGallery>
  search: GallerySearch
  selecting: Selecting
}

/** The pictures, or why there are none. */
export function GalleryContent({ gallery: { query, items }, search, selecting }: Props) {
  const { hasNextPage, isFetching, isFetchNextPageError } = query
  const more = () => void query.fetchNextPage()
  const end = useOnSeen<HTMLDivElement>(more, hasNextPage && !isFetching && !isFetchNextPageError)
  if (query.isPending) return <Loading />
  if (query.isLoadingError) return <Failed error={query.error} onRetry={() => void query.refetch()} />
  if (items.length === 0 && !hasNextPage && !isFetching) return narrows(search) ? <NoMatch /> : <NoPictures />
  return (
    <div className={classes.content} aria-busy={query.isPlaceholderData}>
      <GalleryGrid items={items} selecting={selecting} />
      <div ref={end} className={classes.end} />
      {query.isFetchingNextPage && <Loading />}
      {isFetchNextPageError && <Failed error={query.error} onRetry={more} />}
      {hasNextPage && !query.isFetchingNextPage && !isFetchNextPageError && (
        <Button variant="subtle" color="gray" className={classes.more} onClick={more}>
          <Trans>Older</Trans>
        </Button>
      )}
    </div>
  )
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { i18n } = useLingui()
  return (
    <Notice tone="bad" role="alert">
      <p>{i18n._(wordsForError(error))}</p>
      <Button variant="default" onClick={onRetry}>
        <Trans>Try again</Trans>
      </Button>
    </Notice>
  )
}

const SKELETONS = 12

/** As large as what will stand there. */
function Loading() {
  const { t } = useLingui()
  return (
    <div className={grid.block} role="status" aria-label={t`Loading pictures`}>
      {Array.from({ length: SKELETONS }, (_, index) => (
        <Skeleton key={index} className={grid.tile} />
      ))}
    </div>
  )
}
