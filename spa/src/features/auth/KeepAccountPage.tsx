import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { getRouteApi } from '@tanstack/react-router'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { LinkShell, Shell } from './LinkShell'
import { RefusalNote } from './RefusalNote'
import { SignInLink } from './SignInLink'
import { SupportWords } from './SupportWords'
import { useLink, useLinkAct } from './useLink'

const route = getRouteApi('/keep-account')

/** Keeps an account that was about to be deleted. */
export function KeepAccountPage() {
  const { t } = useLingui()
  const { token } = route.useRouteContext()
  const state = useLink(token, 'keep_account')
  const keep = useLinkAct(token, () => unwrap(client.POST('/api/v1/auth/account/keep', { body: { token } })))
  if (keep.data !== undefined)
    return (
      <Shell title={t`Your account stays`}>
        <p>
          <Trans>Nothing is deleted. Your pictures and prompts are where they were.</Trans>
        </p>
        <SignInLink email={keep.data.email} />
      </Shell>
    )
  return (
    <LinkShell
      title={t`Keep your account`}
      state={state}
      good={({ email }) => (
        <>
          <p>
            <Trans>
              The account of <strong>{email}</strong> is about to be deleted. With one press it stays, with
              everything in it.
            </Trans>
          </p>
          <RefusalNote error={keep.error} />
          <Button size="md" fullWidth loading={keep.isPending} onClick={() => keep.mutate(undefined)}>
            <Trans>Keep my account</Trans>
          </Button>
        </>
      )}
      used={({ email }) => ({
        title: t`This link was used already`,
        content: (
          <>
            <p>
              <Trans>Your account was kept with it. Sign in as always.</Trans>
            </p>
            <SignInLink email={email} />
          </>
        ),
      })}
      expired={() => ({
        title: t`The seven days are over`,
        content: (
          <p>
            <Trans>The account is deleted and can’t be brought back.</Trans> <SupportWords />
          </p>
        ),
      })}
    />
  )
}
