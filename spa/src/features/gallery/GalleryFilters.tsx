import { UnstyledButton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { Star } from 'lucide-react'
import type { ReactNode } from 'react'
import { RANGES, type GallerySearch, type Range } from './filter'
import classes from './GalleryFilters.module.css'
import { PromptSearch } from './PromptSearch'

/** What the gallery is narrowed to. It stands in the address; Back leaves the gallery and doesn't undo it bit by bit. */
export function GalleryFilters({ search }: { search: GallerySearch }) {
  const { t } = useLingui()
  const navigate = useNavigate({ from: '/gallery' })
  const set = (change: (before: GallerySearch) => GallerySearch) =>
    void navigate({ to: '/gallery', search: change, replace: true })
  const setWords = (q: string) =>
    set((before) => {
      const next: GallerySearch = { ...before, q }
      if (q === '') delete next.q
      return next
    })
  const toggleMode = (mode: NonNullable<GallerySearch['mode']>) =>
    set(({ mode: before, ...rest }) => (before === mode ? rest : { ...rest, mode }))
  const toggleRange = (range: Range) =>
    set(({ range: before, ...rest }) => (before === range ? rest : { ...rest, range }))
  return (
    <search className={classes.filters}>
      <PromptSearch words={search.q ?? ''} onSearch={setWords} />
      <div className={classes.chips} role="group" aria-label={t`Filters`}>
        <Chip
          on={search.starred === true}
          onPress={() =>
            set(({ starred, ...rest }) => (starred === true ? rest : { ...rest, starred: true }))
          }
        >
          <Star size={14} aria-hidden />
          <Trans>Starred</Trans>
        </Chip>
        <Chip on={search.mode === 'text_to_image'} onPress={() => toggleMode('text_to_image')}>
          <Trans>Text to image</Trans>
        </Chip>
        <Chip on={search.mode === 'image_to_image'} onPress={() => toggleMode('image_to_image')}>
          <Trans>Image to image</Trans>
        </Chip>
        {RANGES.map((range) => (
          <Chip key={range} on={search.range === range} onPress={() => toggleRange(range)}>
            <RangeWords range={range} />
          </Chip>
        ))}
      </div>
    </search>
  )
}

function RangeWords({ range }: { range: Range }) {
  switch (range) {
    case 'today':
      return <Trans>Today</Trans>
    case 'week':
      return <Trans>Last 7 days</Trans>
    case 'month':
      return <Trans>Last 30 days</Trans>
    case 'year':
      return <Trans>Last 12 months</Trans>
  }
}

function Chip({ on, onPress, children }: { on: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <UnstyledButton className={classes.chip} aria-pressed={on} onClick={onPress}>
      {children}
    </UnstyledButton>
  )
}
