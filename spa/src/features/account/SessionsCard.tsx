import { Button, Skeleton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { serverNow } from '~/api/serverClock'
import type { SessionInfo } from '~/api/types'
import { wordsForError } from '~/features/problems/problemWords'
import { announce } from '~/lib/announce'
import { formatMoment } from '~/lib/format'
import card from '~/ui/card.module.css'
import { Notice, StateWord } from '~/ui/Notice'
import classes from './account.module.css'
import { formatAgo } from './ago'
import { sessionsQuery, useEndOthers, useEndSession } from './sessions'
import { browserWords } from './userAgent'

export function SessionsCard() {
  const { t, i18n } = useLingui()
  const { data, isPending, error, refetch } = useQuery(sessionsQuery)
  const endOthers = useEndOthers()
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that was pressed has gone with what it was for.
  const focusBack = () => heading.current?.focus()
  const others = data?.filter(({ current }) => !current) ?? []
  return (
    <section className={card.card} aria-labelledby="sessions">
      <h2 id="sessions" ref={heading} tabIndex={-1} className={card.title}>
        <Trans>Where you are signed in</Trans>
      </h2>
      {isPending && <Skeleton height={96} radius="md" />}
      {data === undefined && error !== null && (
        <Notice tone="bad" role="alert">
          <p>{i18n._(wordsForError(error))}</p>
          <Button variant="default" onClick={() => void refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </Notice>
      )}
      {data !== undefined && (
        <ul className={classes.sessions}>
          {data.map((session) => (
            <Session key={session.id} session={session} onEnded={focusBack} />
          ))}
        </ul>
      )}
      {endOthers.error !== null && (
        <Notice tone="bad" role="alert">
          <p>{i18n._(wordsForError(endOthers.error))}</p>
        </Notice>
      )}
      {others.length > 0 && (
        <div className={card.acts}>
          <Button
            variant="default"
            loading={endOthers.isPending}
            onClick={() =>
              endOthers.mutate(undefined, {
                onSuccess: () => {
                  announce(t`All others are signed out.`)
                  focusBack()
                },
              })
            }
          >
            <Trans>Sign out all others</Trans>
          </Button>
        </div>
      )}
    </section>
  )
}

function Session({ session, onEnded }: { session: SessionInfo; onEnded: () => void }) {
  const { t, i18n } = useLingui()
  const end = useEndSession()
  const where = browserWords(session.user_agent)
  const seen = formatAgo(session.last_seen_at, serverNow())
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <span>{where}</span>
        <span className={card.text}>
          {session.address !== undefined && <>{session.address} · </>}
          <time dateTime={session.last_seen_at} title={formatMoment(session.last_seen_at)}>
            <Trans>last seen {seen}</Trans>
          </time>
        </span>
        {end.error !== null && (
          <span role="alert" className={classes.failed}>
            {i18n._(wordsForError(end.error))}
          </span>
        )}
      </div>
      {session.current ? (
        <StateWord tone="good">
          <Trans>This browser</Trans>
        </StateWord>
      ) : (
        <Button
          variant="default"
          aria-label={t`Sign out: ${where}, ${seen}`}
          loading={end.isPending}
          onClick={() =>
            end.mutate(session.id, {
              onSuccess: () => {
                announce(t`Signed out: ${where}`)
                onEnded()
              },
            })
          }
        >
          <Trans>Sign out</Trans>
        </Button>
      )}
    </li>
  )
}
