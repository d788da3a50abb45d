import { Button, Loader, Text, UnstyledButton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import type { Asset, GalleryItem } from '~/api/types'
import { wordsForError } from '~/features/problems/problemWords'
import { formatDay } from '~/lib/format'
import { useOnSeen } from '~/lib/useOnSeen'
import { Thumb } from '~/ui/Thumb'
import { useComposer, useComposerState } from './ComposerContext'
import classes from './PictureChoice.module.css'
import { picturesQuery, type PictureKind } from './picturesQuery'
import { readyAssets } from './rules'

interface Props {
  kind: PictureKind
  words: string
}

/** Pictures to press: once attaches, twice takes away again. */
export function PictureChoice({ kind, words }: Props) {
  const { t, i18n } = useLingui()
  const { store, attach } = useComposer()
  const attached = readyAssets(useComposerState().inputs).map(({ id }) => id)
  const query = useInfiniteQuery(picturesQuery(kind, words))
  const more = () => void query.fetchNextPage()
  const end = useOnSeen<HTMLDivElement>(
    more,
    query.hasNextPage && !query.isFetching && !query.isFetchNextPageError,
  )
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const toggle = (asset: Asset) => {
    if (attached.includes(asset.id)) store.removeAsset(asset.id)
    else attach(asset)
  }
  if (query.isPending) return <Loader size="sm" className={classes.loader} aria-label={t`Loading`} />
  const failed = (retry: () => void) => (
    <div className={classes.note} role="alert">
      <Text>{i18n._(wordsForError(query.error))}</Text>
      <Button variant="default" onClick={retry}>
        <Trans>Try again</Trans>
      </Button>
    </div>
  )
  if (query.isLoadingError) return failed(() => void query.refetch())
  if (items.length === 0)
    return (
      <Text className={classes.note} c="dimmed" role="status">
        <Nothing kind={kind} sought={words !== ''} />
      </Text>
    )
  return (
    <div className={classes.scroller}>
      <ul className={classes.grid} aria-label={t`Your pictures`}>
        {items.map((item) => (
          <li key={item.asset.id}>
            <Choice
              item={item}
              attached={attached.includes(item.asset.id)}
              onPress={() => toggle(item.asset)}
            />
          </li>
        ))}
      </ul>
      <div ref={end} />
      {query.isFetchNextPageError && failed(more)}
      {query.hasNextPage && !query.isFetchNextPageError && (
        <Button variant="subtle" color="gray" fullWidth loading={query.isFetchingNextPage} onClick={more}>
          <Trans>Older</Trans>
        </Button>
      )}
    </div>
  )
}

function Nothing({ kind, sought }: { kind: PictureKind; sought: boolean }) {
  if (sought) return <Trans>No prompt of yours has these words.</Trans>
  if (kind === 'input') return <Trans>You have uploaded no picture yet.</Trans>
  return <Trans>You have made no picture yet.</Trans>
}

interface ChoiceProps {
  item: GalleryItem
  attached: boolean
  onPress: () => void
}

function Choice({ item, attached, onPress }: ChoiceProps) {
  const { t } = useLingui()
  const day = formatDay(item.created_at)
  const words = item.prompt?.slice(0, 100)
  return (
    <UnstyledButton
      className={classes.choice}
      aria-pressed={attached}
      aria-label={words === undefined ? t`Uploaded on ${day}` : words}
      title={words}
      onClick={onPress}
    >
      <Thumb
        src={item.asset.thumb_url}
        alt=""
        width={item.asset.width}
        height={item.asset.height}
        loading="lazy"
        decoding="async"
      />
      {attached && (
        <span className={classes.check}>
          <Check size={16} aria-hidden />
        </span>
      )}
    </UnstyledButton>
  )
}
