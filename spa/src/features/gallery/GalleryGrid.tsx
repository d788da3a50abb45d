import { useLocation, useRouter } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { GalleryItem } from '~/api/types'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import { blocksOf, byDate, dayWords } from './byDate'
import classes from './GalleryGrid.module.css'
import { TileBlock } from './TileBlock'
import type { Selecting } from './useSelection'

interface Props {
  items: GalleryItem[]
  selecting: Selecting
}

export function GalleryGrid({ items, selecting }: Props) {
  useLanguageChange()
  const now = new Date()
  const router = useRouter()
  const query = useLocation({ select: ({ searchStr }) => searchStr })
  const open = useCallback(
    (image: string) =>
      void router.navigate({ to: '/gallery/i/$image', params: { image }, search: (before) => before }),
    [router],
  )
  const days = useMemo(
    () => byDate(items).map(({ day, items: ofDay }) => ({ day, blocks: blocksOf(ofDay) })),
    [items],
  )
  return days.map(({ day, blocks }) => (
    // A group: a landmark for each day would be a long list of them.
    <div key={day} className={classes.day} role="group" aria-labelledby={`day-${day}`}>
      <h2 id={`day-${day}`} className={classes.heading}>
        {dayWords(day, now)}
      </h2>
      {/* By their place: a block isn't drawn anew because its first picture is gone. */}
      {blocks.map((block, index) => (
        <TileBlock
          key={index}
          items={block}
          query={query}
          selecting={selecting.active}
          selected={selectedIn(block, selecting.ids)}
          onOpen={open}
          onPick={selecting.pick}
        />
      ))}
    </div>
  ))
}

/** As one text, which is the same as long as it says the same. */
function selectedIn(block: readonly GalleryItem[], ids: ReadonlySet<string>): string {
  if (ids.size === 0) return ''
  return block.flatMap(({ asset: { id } }) => (ids.has(id) ? [id] : [])).join()
}
