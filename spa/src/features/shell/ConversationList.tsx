import { Button, Skeleton, Stack, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { conversationSearchQuery } from '~/api/queries'
import type { Conversation } from '~/api/types'
import { useOnSeen } from '~/lib/useOnSeen'
import { byDay } from './byDay'
import { ConversationItem } from './ConversationItem'
import classes from './ConversationList.module.css'

interface Props {
  /** Only those that have them in their title or in a prompt; empty: all. */
  words: string
  onNavigate: () => void
}

/** The pinned ones, then the others by day; what was found, as it was found. */
export function ConversationList({ words, onNavigate }: Props) {
  const { t } = useLingui()
  const query = useInfiniteQuery(conversationSearchQuery(words))
  const more = () => void query.fetchNextPage()
  const goesOn = query.hasNextPage && !query.isFetching && !query.isFetchNextPageError
  const sentinel = useOnSeen<HTMLDivElement>(more, goesOn)
  if (query.data === undefined)
    return query.isError ? <Failed onRetry={() => void query.refetch()} /> : <Loading />
  const items = query.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <Nothing sought={words !== ''} />
  const list = (conversations: Conversation[]) => (
    <ul className={classes.items}>
      {conversations.map((conversation) => (
        <ConversationItem key={conversation.id} conversation={conversation} onNavigate={onNavigate} />
      ))}
    </ul>
  )
  const pinned = items.filter((item) => item.pinned)
  const others = items.filter((item) => !item.pinned)
  return (
    <>
      {words !== '' && <Group label={t`Found`}>{list(items)}</Group>}
      {words === '' && pinned.length > 0 && <Group label={t`Pinned`}>{list(pinned)}</Group>}
      {words === '' &&
        byDay(others, new Date()).map((group) => (
          <Group key={group.label} label={group.label}>
            {list(group.items)}
          </Group>
        ))}
      <div ref={sentinel} />
      {query.hasNextPage && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          fullWidth
          loading={query.isFetching}
          onClick={more}
        >
          <Trans>Older</Trans>
        </Button>
      )}
    </>
  )
}

function Group({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label}>
      <h2 className={classes.day}>{label}</h2>
      {children}
    </section>
  )
}

function Nothing({ sought }: { sought: boolean }) {
  return (
    <Text className={classes.note} role="status">
      {sought ? (
        <Trans>No title or prompt has these words.</Trans>
      ) : (
        <Trans>Your conversations will be listed here.</Trans>
      )}
    </Text>
  )
}

function Loading() {
  return (
    <Stack gap={12} pt={16} px={10}>
      {[80, 60, 72, 50].map((width) => (
        <Skeleton key={width} height={12} width={`${width}%`} />
      ))}
    </Stack>
  )
}

function Failed({ onRetry }: { onRetry: () => void }) {
  return (
    <div className={classes.note}>
      <Trans>The list couldn’t be loaded.</Trans>
      <Button variant="default" size="compact-sm" mt={8} onClick={onRetry}>
        <Trans>Try again</Trans>
      </Button>
    </div>
  )
}
