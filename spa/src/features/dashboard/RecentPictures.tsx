import { Button, Skeleton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { recentQuery } from '~/api/galleryQueries'
import type { GalleryItem } from '~/api/types'
import { useHidden } from '~/features/gallery/hidden'
import { Thumb } from '~/ui/Thumb'
import card from '~/ui/card.module.css'
import classes from './RecentPictures.module.css'
import { Failed, Section } from './Section'

const SHOWN = 8

export function RecentPictures() {
  const { t } = useLingui()
  const recent = useQuery(recentQuery)
  const gone = useHidden()
  const items = recent.data?.filter(({ asset }) => !gone.has(asset.id))
  const some = items !== undefined && items.length > 0
  return (
    <Section
      title={t`Recent pictures`}
      all={
        some && (
          <Link to="/gallery" aria-label={t`All pictures`}>
            <Trans>All</Trans>
          </Link>
        )
      }
    >
      {recent.isPending && <Loading />}
      {recent.isLoadingError && <Failed error={recent.error} onRetry={() => void recent.refetch()} />}
      {some && (
        <ul className={classes.grid}>
          {items.map((item) => (
            <li key={item.asset.id} className={classes.tile}>
              <Picture item={item} />
            </li>
          ))}
        </ul>
      )}
      {items?.length === 0 && <None />}
    </Section>
  )
}

function Picture({ item: { asset, prompt = '' } }: { item: GalleryItem }) {
  const { t } = useLingui()
  return (
    <Link to="/gallery/i/$image" params={{ image: asset.id }} className={classes.open}>
      <Thumb
        src={asset.thumb_url}
        alt={t`Generated: ${prompt.slice(0, 100)}`}
        width={asset.width}
        height={asset.height}
        decoding="async"
      />
    </Link>
  )
}

function None() {
  return (
    <div className={card.card}>
      <p className={card.text}>
        <Trans>No pictures yet</Trans>
      </p>
      <div className={card.acts}>
        <Button component={Link} to="/c" variant="default">
          <Trans>Make the first one</Trans>
        </Button>
      </div>
    </div>
  )
}

function Loading() {
  const { t } = useLingui()
  return (
    <div className={classes.grid} role="status" aria-label={t`Loading pictures`}>
      {Array.from({ length: SHOWN }, (_, index) => (
        <Skeleton key={index} className={classes.tile} height="auto" />
      ))}
    </div>
  )
}
