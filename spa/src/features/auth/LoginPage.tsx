import { Anchor } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { getRouteApi, Link } from '@tanstack/react-router'
import { AuthShell } from './AuthShell'
import { CredentialsForm } from './CredentialsForm'
import { useEnter } from './useSignIn'

const route = getRouteApi('/login')

export function LoginPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const enter = useEnter('login', search.next)
  return (
    <AuthShell
      title={t`Sign in`}
      foot={
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
      }
    >
      <CredentialsForm
        submitLabel={t`Sign in`}
        passwordKind="current-password"
        busy={enter.isPending}
        error={enter.error}
        onSubmit={enter.mutate}
      />
    </AuthShell>
  )
}
