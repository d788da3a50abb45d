import { Anchor, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { site } from '~/lib/site'
import { useDocumentTitle } from '~/lib/useDocumentTitle'
import { AuthShell } from './AuthShell'
import { useAlreadyIn, useGoIn } from './door'
import { deposit } from './luggage'
import { usePassing } from './passing'
import { register } from './register'
import { RegisterForm } from './RegisterForm'
import { keepWaiting } from './registration'

const route = getRouteApi('/register')

export function RegisterPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const { email } = usePassing()
  const goIn = useGoIn(search)
  const enter = useRegister(goIn)
  useAlreadyIn(goIn)
  useDocumentTitle(t`Create an account`)
  return (
    <AuthShell
      title={site.signup === 'closed' ? t`No new accounts` : t`Create an account`}
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
      {site.signup === 'closed' ? (
        <Text>
          <Trans>New accounts can’t be made at the moment. Who has one can sign in as always.</Trans>
        </Text>
      ) : (
        <RegisterForm
          email={email}
          invite={search.invite}
          busy={enter.isPending}
          error={enter.error}
          onSubmit={enter.mutate}
        />
      )}
    </AuthShell>
  )
}

function useRegister(goIn: ReturnType<typeof useGoIn>) {
  const { next, prompt } = route.useSearch()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: register,
    onSuccess: (reply) => {
      if ('user' in reply) return goIn(reply.user)
      deposit({ next, prompt })
      keepWaiting(queryClient, reply)
      void navigate({ to: '/inbox' })
    },
  })
}
