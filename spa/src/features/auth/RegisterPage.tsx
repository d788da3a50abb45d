import { Anchor } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { getRouteApi, Link } from '@tanstack/react-router'
import { AuthShell } from './AuthShell'
import { CredentialsForm } from './CredentialsForm'
import { useEnter } from './useSignIn'

const route = getRouteApi('/register')

export function RegisterPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const enter = useEnter('register', search.next)
  return (
    <AuthShell
      title={t`Create an account`}
      foot={
        <Trans>
          Have an account?{' '}
          <Anchor
            fz="sm"
            underline="always"
            renderRoot={(props) => <Link {...props} to="/login" search={search} />}
          >
            Sign in
          </Anchor>
        </Trans>
      }
    >
      <CredentialsForm
        submitLabel={t`Create account`}
        passwordKind="new-password"
        passwordHint={t`A few unrelated words make a good one.`}
        busy={enter.isPending}
        error={enter.error}
        onSubmit={enter.mutate}
      />
    </AuthShell>
  )
}
