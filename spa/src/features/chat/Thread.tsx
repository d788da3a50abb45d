import { ActionIcon, Button, Loader, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ArrowDown } from 'lucide-react'
import { conversationQuery, turnsQuery } from '~/api/queries'
import { wordsForError } from '~/features/problems/problemWords'
import { useOnSeen } from '~/lib/useOnSeen'
import { TurnView } from './TurnView'
import classes from './Thread.module.css'
import { useNamedTurn } from './useNamedTurn'
import { useThreadScroll } from './useThreadScroll'

/** The conversation, oldest on top; older pages come in as the reader goes up. */
export function Thread({ conversationId }: { conversationId: string }) {
  const { t, i18n } = useLingui()
  const title = useQuery(conversationQuery(conversationId)).data?.title
  const query = useInfiniteQuery(turnsQuery(conversationId))
  const turns = (query.data?.pages ?? []).toReversed().flatMap((page) => page.items)
  const { scroller, column, away, toNewest, toTurn } = useThreadScroll(turns)
  // It may be wanted from two sides at once: by who reads and by the address.
  const older = () => void query.fetchNextPage({ cancelRefetch: false })
  // A page that failed comes by a press, not by itself again and again.
  const goesOn = query.hasNextPage && !query.isFetching && !query.isFetchNextPageError
  const top = useOnSeen<HTMLDivElement>(older, goesOn)
  useNamedTurn(turns, { loaded: query.data?.pages.length ?? 0, goOn: goesOn, older }, toTurn)
  return (
    <div ref={scroller} className={classes.scroller}>
      <h1 className="visually-hidden">{title}</h1>
      <div ref={top} />
      {query.isFetchingNextPage && <Loader size={20} className={classes.older} aria-label={t`Loading`} />}
      <div className={classes.before}>
        {query.isPending && <Loader size="sm" aria-label={t`Loading`} />}
        {query.isError && (
          <div className={classes.error} role="alert">
            <Text>{i18n._(wordsForError(query.error))}</Text>
            <Button
              variant="default"
              onClick={query.isFetchNextPageError ? older : () => void query.refetch()}
            >
              <Trans>Try again</Trans>
            </Button>
          </div>
        )}
        {query.isSuccess && turns.length === 0 && (
          <Text c="dimmed" py={48}>
            <Trans>Nothing is left here. Say below what you would like to see.</Trans>
          </Text>
        )}
      </div>
      <div ref={column} className={classes.column}>
        {turns.map((turn) => (
          <TurnView key={turn.id} turn={turn} />
        ))}
      </div>
      {away && (
        <div className={classes.newest}>
          <ActionIcon
            variant="default"
            size={44}
            radius="xl"
            aria-label={t`Go to the newest`}
            onClick={toNewest}
          >
            <ArrowDown size={20} />
          </ActionIcon>
        </div>
      )}
    </div>
  )
}
