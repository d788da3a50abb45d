import { memo, type CSSProperties } from 'react'
import type { GalleryItem } from '~/api/types'
import classes from './GalleryGrid.module.css'
import { Tile } from './Tile'

interface Props {
  items: GalleryItem[]
  /** Of the address. */
  query: string
  selecting: boolean
  /** Ids, with commas between them. */
  selected: string
  onOpen: (id: string) => void
  onPick: (id: string, range: boolean) => void
}

/** Tiles that are laid out, drawn and compared together, and skipped together while they are out of sight. */
export const TileBlock = memo(function TileBlock({ items, selected, ...rest }: Props) {
  const ids = new Set(selected.split(','))
  return (
    <ul
      className={`${classes.block} ${classes.resting}`}
      data-selecting={rest.selecting}
      style={{ '--count': items.length } as CSSProperties}
    >
      {items.map((item) => (
        <MemoTile key={item.asset.id} item={item} selected={ids.has(item.asset.id)} {...rest} />
      ))}
    </ul>
  )
})

const MemoTile = memo(Tile)
