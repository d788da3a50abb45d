import { Button, Loader, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { conversationQuery, turnsQuery } from '~/api/queries'
import { wordsForError } from '~/features/problems/problemWords'
import { useOnSeen } from '~/lib/useOnSeen'
import { TurnView } from './TurnView'
import classes from './Thread.module.css'
import { useThreadScroll } from './useThreadScroll'

/** The conversation, oldest on top; older pages come in as the reader goes up. */
export function Thread({ conversationId }: { conversationId: string }) {
  const { i18n } = useLingui()
  const title = useQuery(conversationQuery(conversationId)).data?.title
  const query = useInfiniteQuery(turnsQuery(conversationId))
  const turns = (query.data?.pages ?? []).toReversed().flatMap((page) => page.items)
  const scroller = useThreadScroll(turns)
  const older = () => void query.fetchNextPage()
  const top = useOnSeen<HTMLDivElement>(older, query.hasNextPage && !query.isFetchingNextPage)
  return (
    <div ref={scroller} className={classes.scroller}>
      <h1 className="visually-hidden">{title}</h1>
      <div ref={top} />
      <div className={classes.column}>
        {query.isFetchingNextPage && <Loader size="sm" className={classes.loader} />}
        {query.isPending && <Loader size="sm" className={classes.loader} />}
        {query.isError && (
          <div className={classes.error} role="alert">
            <Text>{i18n._(wordsForError(query.error))}</Text>
            <Button variant="default" onClick={() => void query.refetch()}>
              <Trans>Try again</Trans>
            </Button>
          </div>
        )}
        {turns.map((turn) => (
          <TurnView key={turn.id} turn={turn} />
        ))}
      </div>
    </div>
  )
}
