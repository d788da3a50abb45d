import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { client } from '~/api/client'
import { hasCode, unwrap } from '~/api/problem'
import { useGoIn } from './door'
import { LinkShell, Shell } from './LinkShell'
import { RefusalNote } from './RefusalNote'
import { keepWaiting } from './registration'
import { SignInLink } from './SignInLink'
import { useLink, useLinkAct } from './useLink'

const route = getRouteApi('/verify')

/** Makes a sign-up an account. */
export function VerifyPage() {
  const { t } = useLingui()
  const { token } = route.useRouteContext()
  const state = useLink(token, 'verify_address')
  const goIn = useGoIn()
  const confirm = useLinkAct(
    token,
    () => unwrap(client.POST('/api/v1/auth/verify-email', { body: { token } })),
    ({ user }) => {
      if (user !== undefined) goIn(user)
    },
  )
  if (confirm.data !== undefined && confirm.data.user === undefined) {
    const { email } = confirm.data
    return (
      <Shell title={t`Your address is confirmed`}>
        <p>
          <Trans>Go on in the window where you signed up, or sign in here.</Trans>
        </p>
        <SignInLink email={email} />
      </Shell>
    )
  }
  return (
    <LinkShell
      title={t`Confirm your address`}
      state={state}
      good={({ email }) => (
        <>
          <p>
            <Trans>
              <strong>{email}</strong> becomes the address of your account.
            </Trans>
          </p>
          <RefusalNote error={confirm.error} />
          {hasCode(confirm.error, 'email_taken') ? (
            <SignInLink email={email} />
          ) : (
            <Button size="md" fullWidth loading={confirm.isPending} onClick={() => confirm.mutate(undefined)}>
              <Trans>Confirm my address</Trans>
            </Button>
          )}
        </>
      )}
      used={({ email }) => ({
        title: t`This link was used already`,
        content: (
          <>
            <p>
              <Trans>
                <strong>{email}</strong> is confirmed. Sign in to go on.
              </Trans>
            </p>
            <SignInLink email={email} />
          </>
        ),
      })}
      expired={({ email }) => ({ title: t`This link is too old`, content: <SendNew email={email} /> })}
    />
  )
}

/** In the browser that signed up, one press sends a new link; in another one the sign-up begins again. */
function SendNew({ email }: { email: string }) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const send = useMutation({
    mutationFn: () => unwrap(client.POST('/api/v1/auth/verify-email/resend')),
    onSuccess: (reply) => {
      keepWaiting(queryClient, reply)
      void navigate({ to: '/inbox' })
    },
    onError: (error) => {
      if (hasCode(error, 'not_found')) void navigate({ to: '/register', state: { email } })
    },
  })
  return (
    <>
      <p>
        <Trans>
          It was good for 24 hours. We can send a new one to <strong>{email}</strong>.
        </Trans>
      </p>
      <RefusalNote error={hasCode(send.error, 'not_found') ? null : send.error} />
      <Button size="md" fullWidth loading={send.isPending} onClick={() => send.mutate()}>
        <Trans>Send a new one</Trans>
      </Button>
    </>
  )
}
