import { Button, Skeleton, Stack, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { conversationsQuery } from '~/api/queries'
import { useOnSeen } from '~/lib/useOnSeen'
import { byDay } from './byDay'
import { ConversationItem } from './ConversationItem'
import classes from './ConversationList.module.css'
import { useLanguageChange } from '~/i18n/useLanguageChange'

export function ConversationList({ onNavigate }: { onNavigate: () => void }) {
  useLanguageChange()
  const query = useInfiniteQuery(conversationsQuery)
  const more = () => void query.fetchNextPage()
  const sentinel = useOnSeen<HTMLDivElement>(more, query.hasNextPage && !query.isFetching)
  if (query.data === undefined)
    return query.isError ? <Failed onRetry={() => void query.refetch()} /> : <Loading />
  const items = query.data.pages.flatMap((page) => page.items)
  if (items.length === 0) {
    return (
      <Text className={classes.note}>
        <Trans>Your conversations will be listed here.</Trans>
      </Text>
    )
  }
  return (
    <>
      {byDay(items, new Date()).map((group) => (
        <section key={group.label} aria-label={group.label}>
          <h2 className={classes.day}>{group.label}</h2>
          <ul className={classes.items}>
            {group.items.map((conversation) => (
              <ConversationItem key={conversation.id} conversation={conversation} onNavigate={onNavigate} />
            ))}
          </ul>
        </section>
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
