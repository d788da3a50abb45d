import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { getRouteApi, Link } from '@tanstack/react-router'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { LinkShell, Shell } from './LinkShell'
import { RefusalNote } from './RefusalNote'
import { SignInLink } from './SignInLink'
import { SupportWords } from './SupportWords'
import { useLink, useLinkAct } from './useLink'

const route = getRouteApi('/undo-email')

/** Takes a change of address back: whoever made it may be a stranger. */
export function UndoEmailPage() {
  const { t } = useLingui()
  const { token } = route.useRouteContext()
  const state = useLink(token, 'undo_address')
  const undo = useLinkAct(token, () => unwrap(client.POST('/api/v1/auth/email/undo', { body: { token } })))
  if (undo.data !== undefined) {
    const { email } = undo.data
    return (
      <Shell title={t`You have your address back`}>
        <p>
          <Trans>
            <strong>{email}</strong> is the address of your account again, and everyone is signed out. Whoever
            changed it knew your password, so choose another one.
          </Trans>
        </p>
        <Button
          size="md"
          fullWidth
          renderRoot={(props) => <Link {...props} to="/forgot" state={{ email }} />}
        >
          <Trans>Choose another password</Trans>
        </Button>
        <SignInLink email={email} quiet />
      </Shell>
    )
  }
  return (
    <LinkShell
      title={t`Take your address back`}
      state={state}
      good={({ email }) => (
        <>
          <p>
            <Trans>
              <strong>{email}</strong> becomes the address of your account again, and everyone is signed out.
            </Trans>
          </p>
          <RefusalNote error={undo.error} />
          <Button size="md" fullWidth loading={undo.isPending} onClick={() => undo.mutate(undefined)}>
            <Trans>Undo the change</Trans>
          </Button>
        </>
      )}
      used={({ email }) => ({
        title: t`This link was used already`,
        content: (
          <>
            <p>
              <Trans>
                <strong>{email}</strong> was given back to your account with it.
              </Trans>
            </p>
            <SignInLink email={email} />
          </>
        ),
      })}
      expired={() => ({
        title: t`This link is too old`,
        content: (
          <>
            <p>
              <Trans>The change could be undone for seven days.</Trans> <SupportWords />
            </p>
            <SignInLink quiet />
          </>
        ),
      })}
    />
  )
}
