import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { getRouteApi, Link } from '@tanstack/react-router'
import { client } from '~/api/client'
import { hasCode, unwrap } from '~/api/problem'
import { LinkShell, Shell } from './LinkShell'
import { RefusalNote } from './RefusalNote'
import { useLink, useLinkAct } from './useLink'

const route = getRouteApi('/confirm-email')

/** Gives an account the address that its owner asked for. */
export function ConfirmEmailPage() {
  const { t } = useLingui()
  const { token } = route.useRouteContext()
  const state = useLink(token, 'confirm_address')
  const confirm = useLinkAct(token, () =>
    unwrap(client.POST('/api/v1/auth/email/confirm', { body: { token } })),
  )
  if (confirm.data !== undefined) {
    const { email } = confirm.data
    return (
      <Shell title={t`Your new address is confirmed`}>
        <p>
          <Trans>
            <strong>{email}</strong> is the address of your account now. Sign in with it from now on.
          </Trans>
        </p>
        <GoOn />
      </Shell>
    )
  }
  return (
    <LinkShell
      title={t`Confirm your new address`}
      state={state}
      good={({ email }) => (
        <>
          <p>
            <Trans>
              <strong>{email}</strong> becomes the address of your account.
            </Trans>
          </p>
          <RefusalNote error={hasCode(confirm.error, 'email_taken') ? null : confirm.error} />
          {hasCode(confirm.error, 'email_taken') ? (
            <>
              <p role="alert">
                <Trans>This address has an account of its own by now, so nothing has changed.</Trans>
              </p>
              <GoOn />
            </>
          ) : (
            <Button size="md" fullWidth loading={confirm.isPending} onClick={() => confirm.mutate(undefined)}>
              <Trans>Confirm my new address</Trans>
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
                <strong>{email}</strong> was confirmed with it. There is nothing left to do.
              </Trans>
            </p>
            <GoOn />
          </>
        ),
      })}
      expired={() => ({
        title: t`This link is too old`,
        content: (
          <>
            <p>
              <Trans>
                It was good for 24 hours, and your address has not changed. Ask for the change again in the
                settings.
              </Trans>
            </p>
            <Button size="md" fullWidth component={Link} to="/settings">
              <Trans>To the settings</Trans>
            </Button>
          </>
        ),
      })}
    />
  )
}

function GoOn() {
  return (
    <Button size="md" fullWidth component={Link} to="/c">
      <Trans>Go on</Trans>
    </Button>
  )
}
