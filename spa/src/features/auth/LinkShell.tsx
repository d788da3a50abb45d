import { Button, Skeleton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { LinkReply } from '~/api/types'
import { wordsForError } from '~/features/problems/problemWords'
import { useDocumentTitle } from '~/lib/useDocumentTitle'
import { Notice } from '~/ui/Notice'
import { AuthShell } from './AuthShell'
import { SignInLink } from './SignInLink'
import type { LinkState } from './useLink'

/** What a page says where its link is good no more. */
interface Ends {
  used: (link: LinkReply) => { title: string; content: ReactNode }
  expired: (link: LinkReply) => { title: string; content: ReactNode }
}

interface Props extends Ends {
  title: string
  state: LinkState
  good: (link: LinkReply) => ReactNode
}

/** The page of a link from a mail. It does nothing before a click: programs that check mails open links too. */
export function LinkShell({ title, state, good, used, expired }: Props) {
  const { t, i18n } = useLingui()
  switch (state.kind) {
    case 'loading':
      return (
        <Shell title={title}>
          <Skeleton height={120} radius="md" />
        </Shell>
      )
    case 'failed':
      return (
        <Shell title={title}>
          <Notice tone="bad" role="alert">
            <p>{i18n._(wordsForError(state.error))}</p>
            <Button variant="default" onClick={state.retry}>
              <Trans>Try again</Trans>
            </Button>
          </Notice>
        </Shell>
      )
    case 'unknown':
      return (
        <Shell title={t`This link doesn’t work`}>
          <p>
            <Trans>
              It is incomplete or long out of date. Open it from the mail again; if it is broken into two
              lines, copy both into the address bar.
            </Trans>
          </p>
          <SignInLink />
        </Shell>
      )
    case 'used': {
      const { title: said, content } = used(state.link)
      return <Shell title={said}>{content}</Shell>
    }
    case 'expired': {
      const { title: said, content } = expired(state.link)
      return <Shell title={said}>{content}</Shell>
    }
    case 'good':
      return <Shell title={title}>{good(state.link)}</Shell>
  }
}

/** The way it looks, for what is said after the deed as well. */
export function Shell({ title, children }: { title: string; children: ReactNode }) {
  useDocumentTitle(title)
  return <AuthShell title={title}>{children}</AuthShell>
}
