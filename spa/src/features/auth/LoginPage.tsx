import { Anchor } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { getRouteApi, Link } from '@tanstack/react-router'
import { site } from '~/lib/site'
import { useDocumentTitle } from '~/lib/useDocumentTitle'
import { Notice } from '~/ui/Notice'
import { AuthShell } from './AuthShell'
import shell from './AuthShell.module.css'
import { CredentialsForm } from './CredentialsForm'
import { useAlreadyIn, useGoIn } from './door'
import { usePassing } from './passing'
import { useSignIn } from './useSignIn'

const route = getRouteApi('/login')

export function LoginPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const { email, done } = usePassing()
  const goIn = useGoIn(search)
  const enter = useSignIn(goIn)
  useAlreadyIn(goIn)
  useDocumentTitle(t`Sign in`)
  return (
    <AuthShell
      title={t`Sign in`}
      foot={
        site.signup !== 'closed' && (
          <Trans>
            No account yet?{' '}
            <Anchor
              fz="sm"
              underline="always"
              renderRoot={(props) => <Link {...props} to="/register" search={search} />}
            >
              Register
            </Anchor>
          </Trans>
        )
      }
    >
      {done === 'reset' && (
        <Notice tone="good" role="status">
          <p>
            <Trans>Your password is changed. Sign in with it.</Trans>
          </p>
        </Notice>
      )}
      <CredentialsForm
        email={email}
        busy={enter.isPending}
        error={enter.error}
        onSubmit={enter.mutate}
        help={(typed) => (
          <Anchor
            fz="sm"
            underline="always"
            className={shell.link}
            renderRoot={(props) => (
              <Link
                {...props}
                to="/forgot"
                state={(before) => ({ ...before, email: typed(), done: undefined })}
              />
            )}
          >
            <Trans>Forgot your password?</Trans>
          </Anchor>
        )}
      />
    </AuthShell>
  )
}
