import { Button, Stack } from '@mantine/core'
import { schemaResolver, useForm } from '@mantine/form'
import { Trans, useLingui } from '@lingui/react/macro'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import * as v from 'valibot'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { PASSWORD_CODES } from './fields'
import { LinkShell } from './LinkShell'
import { PasswordField } from './PasswordField'
import { RefusalNote } from './RefusalNote'
import { newPasswordRule } from './rules'
import { SignInLink } from './SignInLink'
import { useLink, useLinkAct } from './useLink'
import { focusFirst, useRefusal } from './useRefusal'

const route = getRouteApi('/reset')

/** Another password for whoever forgot theirs. */
export function ResetPage() {
  const { t } = useLingui()
  const { token } = route.useRouteContext()
  const state = useLink(token, 'reset_password')
  return (
    <LinkShell
      title={t`Choose another password`}
      state={state}
      good={({ email }) => <Form token={token} email={email} />}
      used={({ email }) => ({
        title: t`This link was used already`,
        content: (
          <>
            <p>
              <Trans>
                The password of <strong>{email}</strong> was changed with it. Sign in with the new one.
              </Trans>
            </p>
            <SignInLink email={email} />
            <SendNew email={email} quiet />
          </>
        ),
      })}
      expired={({ email }) => ({
        title: t`This link is too old`,
        content: (
          <>
            <p>
              <Trans>
                It was good for an hour. We can send a new one to <strong>{email}</strong>.
              </Trans>
            </p>
            <SendNew email={email} />
            <SignInLink email={email} quiet />
          </>
        ),
      })}
    />
  )
}

function SendNew({ email, quiet = false }: { email: string; quiet?: boolean }) {
  return (
    <Button
      size="md"
      fullWidth
      variant={quiet ? 'default' : 'filled'}
      renderRoot={(props) => <Link {...props} to="/forgot" state={{ email }} />}
    >
      <Trans>Send a new one</Trans>
    </Button>
  )
}

function Form({ token, email }: { token: string; email: string }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const reset = useLinkAct(
    token,
    (password: string) => unwrap(client.POST('/api/v1/auth/password/reset', { body: { token, password } })),
    (reply) => void navigate({ to: '/login', state: { email: reply.email, done: 'reset' } }),
  )
  const schema = v.object({ password: newPasswordRule() })
  const form = useForm<{ password: string }>({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: schemaResolver(schema, { sync: true }),
  })
  const refusal = useRefusal(form, reset.error, { password: PASSWORD_CODES })
  return (
    <form onSubmit={form.onSubmit(({ password }) => reset.mutate(password), focusFirst(form))} noValidate>
      <Stack gap={16}>
        <p>
          <Trans>
            For <strong>{email}</strong>. It signs you out everywhere.
          </Trans>
        </p>
        {/* Password managers keep the new one under this name. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <RefusalNote error={refusal} />
        <PasswordField
          {...form.getInputProps('password')}
          key={form.key('password')}
          kind="new-password"
          label={t`New password`}
        />
        <Button type="submit" size="md" loading={reset.isPending} fullWidth>
          <Trans>Change the password</Trans>
        </Button>
      </Stack>
    </form>
  )
}
