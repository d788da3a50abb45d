import { Button } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { CheckCheck, Download, Star, StarOff, Trash2 } from 'lucide-react'
import type { GalleryItem } from '~/api/types'
import { byKeyboard } from '~/lib/toast'
import classes from './SelectionBar.module.css'
import { useDeletePictures } from './useDeletePictures'
import type { Selecting } from './useSelection'
import { useStar } from './useStar'
import { ZIP_MAX, useZip } from './useZip'

interface Props {
  selecting: Selecting
  items: GalleryItem[]
}

/** What can be done with all that is selected. */
export function SelectionBar({ selecting, items }: Props) {
  const { t } = useLingui()
  const { remove } = useDeletePictures()
  const star = useStar()
  const zip = useZip()
  const selected = items.filter(({ asset }) => selecting.ids.has(asset.id)).map(({ asset }) => asset)
  const ids = selected.map(({ id }) => id)
  const count = ids.length
  const none = count === 0
  const tooMany = count > ZIP_MAX
  const starred = !none && selected.every((asset) => asset.starred)
  return (
    <div className={classes.bar} role="toolbar" aria-label={t`Selected pictures`}>
      <p className={classes.count} role="status">
        {none ? <Trans>Select pictures</Trans> : <Plural value={count} one="# selected" other="# selected" />}
        {tooMany && (
          <span className={classes.note}>
            <Trans>At most {ZIP_MAX} pictures fit into one ZIP.</Trans>
          </span>
        )}
      </p>
      <div className={classes.acts}>
        <Button variant="default" leftSection={<CheckCheck size={16} />} onClick={selecting.all}>
          <Trans>Select all shown</Trans>
        </Button>
        <Button
          leftSection={<Download size={16} />}
          disabled={none || tooMany}
          loading={zip.isPending}
          onClick={() => zip.mutate(ids)}
        >
          <Trans>Download ZIP</Trans>
        </Button>
        <Button
          variant="default"
          leftSection={starred ? <StarOff size={16} /> : <Star size={16} />}
          disabled={none}
          loading={star.isPending}
          onClick={() => star.mutate({ ids, starred: !starred })}
        >
          {starred ? <Trans>Remove star</Trans> : <Trans>Star</Trans>}
        </Button>
        <Button
          variant="default"
          // Greyed like the others while there is nothing to delete.
          {...(!none && { c: 'var(--np-red)' })}
          leftSection={<Trash2 size={16} />}
          disabled={none}
          onClick={(event) => {
            void remove(ids, byKeyboard(event))
            selecting.leave()
          }}
        >
          <Trans>Delete</Trans>
        </Button>
      </div>
    </div>
  )
}
