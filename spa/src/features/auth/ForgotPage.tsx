import { Anchor, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { Inbox } from '~/api/types'
import { preferredLanguage } from '~/i18n/i18n'
import { useDocumentTitle } from '~/lib/useDocumentTitle'
import { AddressForm } from './AddressForm'
import { AuthShell } from './AuthShell'
import shell from './AuthShell.module.css'
import { InboxWords } from './InboxWords'
import { usePassing } from './passing'
import { ResendButton } from './ResendButton'

interface Sent {
  inbox: Inbox
  atMs: number
}

/** Asks for a link to a new password. What it says is the same whether the address has an account or not. */
export function ForgotPage() {
  const { t } = useLingui()
  const { email = '' } = usePassing()
  const [sent, setSent] = useState<Sent | null>(null)
  const ask = useForgot(setSent)
  const title = sent === null ? t`Forgot your password?` : t`Check your inbox`
  useDocumentTitle(title)
  return (
    <AuthShell
      title={title}
      foot={
        <Trans>
          Remembered it?{' '}
          <Anchor
            fz="sm"
            underline="always"
            renderRoot={(props) => (
              <Link {...props} to="/login" state={{ email: sent?.inbox.email ?? email }} />
            )}
          >
            Sign in
          </Anchor>
        </Trans>
      }
    >
      {sent === null ? (
        <AddressForm
          email={ask.variables ?? email}
          submitLabel={t`Send me a link`}
          busy={ask.isPending}
          error={ask.error}
          onSubmit={ask.mutate}
        >
          <Text>
            <Trans>We send you a link with which you choose another one. It is good for an hour.</Trans>
          </Text>
        </AddressForm>
      ) : (
        <Mail sent={sent} onSent={setSent} onChange={() => setSent(null)} />
      )}
    </AuthShell>
  )
}

interface MailProps {
  sent: Sent
  onSent: (sent: Sent) => void
  onChange: () => void
}

function Mail({ sent: { inbox, atMs }, onSent, onChange }: MailProps) {
  const again = useForgot(onSent)
  const resend = { ...again, mutate: () => again.mutate(inbox.email) }
  return (
    <>
      <InboxWords
        inbox={inbox}
        change={
          <Anchor
            component="button"
            type="button"
            fz="sm"
            className={shell.link}
            underline="always"
            onClick={onChange}
          >
            <Trans>Change</Trans>
          </Anchor>
        }
      >
        <p>
          <Trans>Open the link in our mail to choose another password.</Trans>
        </p>
      </InboxWords>
      <ResendButton fromMs={atMs + inbox.resend_in_s * 1_000} resend={resend} />
    </>
  )
}

function useForgot(onSent: (sent: Sent) => void) {
  return useMutation({
    mutationFn: (email: string) =>
      unwrap(client.POST('/api/v1/auth/password/forgot', { body: { email, language: preferredLanguage() } })),
    onSuccess: ({ inbox }) => onSent({ inbox, atMs: Date.now() }),
  })
}
