import { Button, Stack } from '@mantine/core'
import { schemaResolver, useForm } from '@mantine/form'
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import * as v from 'valibot'
import { EmailField } from './EmailField'
import { PasswordField } from './PasswordField'
import { RefusalNote } from './RefusalNote'
import { emailRule, passwordRule } from './rules'
import type { Credentials } from './useSignIn'
import { focusFirst, useRefusal } from './useRefusal'

interface Props {
  email?: string | undefined
  busy: boolean
  error: Error | null
  /** What helps who forgot the password; it gets to know the address that was typed. */
  help: (email: () => string) => ReactNode
  onSubmit: (credentials: Credentials) => void
}

/** To sign in with. */
export function CredentialsForm({ email = '', busy, error, help, onSubmit }: Props) {
  const { t } = useLingui()
  const schema = v.object({
    email: emailRule(),
    password: passwordRule(),
  })
  const form = useForm<{ email: string; password: string }>({
    mode: 'uncontrolled',
    initialValues: { email, password: '' },
    validate: schemaResolver(schema, { sync: true }),
  })
  const refusal = useRefusal(form, error, { email: ['email_invalid'] })
  return (
    <form
      onSubmit={form.onSubmit(
        (values) => onSubmit({ ...values, email: values.email.trim() }),
        focusFirst(form),
      )}
      noValidate
    >
      <Stack gap={16}>
        <RefusalNote error={refusal} />
        <EmailField
          {...form.getInputProps('email')}
          key={form.key('email')}
          data-autofocus={email === '' ? true : undefined}
        />
        <PasswordField
          {...form.getInputProps('password')}
          key={form.key('password')}
          kind="current-password"
          data-autofocus={email === '' ? undefined : true}
        />
        <Button type="submit" size="md" loading={busy} fullWidth>
          {t`Sign in`}
        </Button>
        {help(() => form.getValues().email.trim())}
      </Stack>
    </form>
  )
}
