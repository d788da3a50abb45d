import { Anchor, Button, Skeleton, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { client } from '~/api/client'
import { hasCode, unwrap } from '~/api/problem'
import type { Inbox } from '~/api/types'
import { wordsForError } from '~/features/problems/problemWords'
import { useDocumentTitle } from '~/lib/useDocumentTitle'
import { useFocusBack } from '~/lib/useFocusBack'
import { Notice } from '~/ui/Notice'
import { AddressForm } from './AddressForm'
import { AuthShell } from './AuthShell'
import shell from './AuthShell.module.css'
import { useAlreadyIn, useGoIn } from './door'
import { InboxWords } from './InboxWords'
import { keepWaiting, registrationQuery } from './registration'
import { ResendButton } from './ResendButton'
import { useRegistration, type Registration } from './useRegistration'

/** Waits for the link of a sign-up to be opened, on whichever device, and then goes in. */
export function InboxPage() {
  const { t } = useLingui()
  const registration = useRegistration()
  const { kind } = registration
  const user = kind === 'waiting' ? registration.read.waiting.user : undefined
  const goIn = useGoIn()
  useEffect(() => {
    if (user !== undefined) goIn(user)
  }, [user, goIn])
  // Its link may have been opened in another tab of this browser, which took the sign-up along.
  useAlreadyIn(goIn, kind === 'gone')
  const title = kind === 'gone' ? t`This sign-up is no longer waiting` : t`Check your inbox`
  useDocumentTitle(title)
  return (
    <AuthShell
      title={title}
      foot={
        <Trans>
          Have an account?{' '}
          <Anchor fz="sm" underline="always" renderRoot={(props) => <Link {...props} to="/login" />}>
            Sign in
          </Anchor>
        </Trans>
      }
    >
      <Content registration={registration} />
    </AuthShell>
  )
}

function Content({ registration }: { registration: Registration }) {
  const { i18n } = useLingui()
  switch (registration.kind) {
    case 'loading':
      return <Skeleton height={260} radius="md" />
    case 'failed':
      return (
        <Notice tone="bad" role="alert">
          <p>{i18n._(wordsForError(registration.error))}</p>
          <Button variant="default" onClick={registration.retry}>
            <Trans>Try again</Trans>
          </Button>
        </Notice>
      )
    case 'gone':
      return (
        <>
          <Text>
            <Trans>
              If you have opened the link of the mail, sign in. If not, begin again; it takes a minute.
            </Trans>
          </Text>
          <Button size="md" fullWidth component={Link} to="/register">
            <Trans>Create an account</Trans>
          </Button>
        </>
      )
    case 'waiting': {
      const { waiting, atMs } = registration.read
      if (waiting.inbox === undefined) return <Skeleton height={260} radius="md" />
      return <Mail inbox={waiting.inbox} atMs={atMs} lost={registration.lost} />
    }
  }
}

function Mail({ inbox, atMs, lost }: { inbox: Inbox; atMs: number; lost: boolean }) {
  const { t } = useLingui()
  const [changing, setChanging] = useState(false)
  const [opener, askBack] = useFocusBack()
  const leave = () => {
    askBack()
    setChanging(false)
  }
  const resend = useInboxAct(() => unwrap(client.POST('/api/v1/auth/verify-email/resend')))
  const change = useInboxAct((email: string) =>
    unwrap(client.POST('/api/v1/auth/verify-email/address', { body: { email } })),
  )
  if (changing)
    return (
      <AddressForm
        email={inbox.email}
        submitLabel={t`Send the mail there`}
        busy={change.isPending}
        error={change.error}
        onSubmit={(email) => change.mutate(email, { onSuccess: leave })}
        onCancel={leave}
      >
        <Text>
          <Trans>Which address is yours?</Trans>
        </Text>
      </AddressForm>
    )
  return (
    <>
      <InboxWords
        inbox={inbox}
        change={
          <Anchor
            component="button"
            ref={opener}
            type="button"
            fz="sm"
            className={shell.link}
            underline="always"
            onClick={() => setChanging(true)}
          >
            <Trans>Change</Trans>
          </Anchor>
        }
      >
        <p>
          <Trans>Open the link in our mail, on this or another device. This page goes on by itself.</Trans>
        </p>
      </InboxWords>
      <ResendButton fromMs={atMs + inbox.resend_in_s * 1_000} resend={resend} />
      <Text role="status" fz="sm" c="dimmed">
        {lost && <Trans>The connection is lost. This page goes on when it is back.</Trans>}
      </Text>
    </>
  )
}

/** Where the sign-up is gone meanwhile, the page finds that out by asking again. */
function useInboxAct<T = void>(act: (input: T) => Promise<{ inbox: Inbox }>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: (reply) => keepWaiting(queryClient, reply),
    onError: (error) => {
      if (hasCode(error, 'not_found')) void queryClient.resetQueries(registrationQuery)
    },
  })
}
