import { useLingui } from '@lingui/react/macro'
import { Star } from 'lucide-react'
import type { MouseEvent } from 'react'
import type { GalleryItem } from '~/api/types'
import { Thumb } from '~/ui/Thumb'
import classes from './Tile.module.css'

interface Props {
  item: GalleryItem
  /** Of the address: the picture opens over the same gallery. */
  query: string
  selecting: boolean
  selected: boolean
  onOpen: (id: string) => void
  onPick: (id: string, range: boolean) => void
}

/** A plain link, not the router's: thousands of those would each listen to every change of the address. */
export function Tile({ item, query, selecting, selected, onOpen, onPick }: Props) {
  const { t } = useLingui()
  const { id, thumb_url, width, height, starred } = item.asset
  const what = (item.prompt ?? '').slice(0, 100)
  const open = (event: MouseEvent) => {
    if (selecting) return onPick(id, event.shiftKey)
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    onOpen(id)
  }
  return (
    <li className={classes.tile} data-selected={selected}>
      <a
        className={classes.open}
        // While pictures are selected the checkbox speaks for the tile.
        {...(selecting ? { 'aria-hidden': true } : { href: `/gallery/i/${id}${query}` })}
        onClick={open}
      >
        <Thumb
          src={thumb_url}
          alt={what === '' ? t`A picture` : t`Generated: ${what}`}
          width={width}
          height={height}
          loading="lazy"
          decoding="async"
          draggable={false}
        />
      </a>
      {starred && (
        <span className={classes.star} role="img" aria-label={t`Starred`}>
          <Star size={14} fill="currentColor" />
        </span>
      )}
      <label className={classes.pick}>
        <input
          type="checkbox"
          checked={selected}
          tabIndex={selecting ? 0 : -1}
          aria-label={what === '' ? t`Select a picture` : t`Select: ${what}`}
          onChange={({ nativeEvent }) =>
            onPick(id, 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true)
          }
        />
      </label>
    </li>
  )
}
