import '@mantine/core/styles/Alert.layer.css'
import '@mantine/core/styles/PasswordInput.layer.css'
import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { schemaResolver, useForm } from '@mantine/form'
import { useLingui } from '@lingui/react/macro'
import { CircleAlert } from 'lucide-react'
import * as v from 'valibot'
import { ProblemError } from '~/api/problem'
import { wordsForError } from '~/features/problems/problemWords'
import type { Credentials } from './useSignIn'

interface Props {
  submitLabel: string
  /** Tells password managers whether to offer a stored password or a fresh one. */
  passwordKind: 'current-password' | 'new-password'
  passwordHint?: string
  email?: string
  busy: boolean
  error: unknown
  onSubmit: (credentials: Credentials) => void
}

const PASSWORD_CODES = ['password_too_short', 'password_too_long']
const EMAIL_CODES = ['email_taken', 'email_invalid']

export function CredentialsForm(props: Props) {
  const { t, i18n } = useLingui()
  const schema = v.object({
    email: v.pipe(v.string(), v.trim(), v.regex(/^\S+@\S+$/, t`Enter your e-mail address.`)),
    password: v.pipe(v.string(), v.nonEmpty(t`Enter your password.`)),
  })
  const form = useForm<Credentials>({
    mode: 'uncontrolled',
    initialValues: { email: props.email ?? '', password: '' },
    validate: schemaResolver(schema, { sync: true }),
  })
  const code = props.error instanceof ProblemError ? props.error.code : ''
  const said = props.error == null ? null : i18n._(wordsForError(props.error))
  const isFieldError = [...EMAIL_CODES, ...PASSWORD_CODES].includes(code)
  const fieldError = (field: keyof Credentials, codes: string[]) =>
    form.errors[field] ?? (codes.includes(code) ? said : null)
  return (
    <form
      onSubmit={form.onSubmit((values) => props.onSubmit({ ...values, email: values.email.trim() }))}
      noValidate
    >
      <Stack gap={16}>
        {said !== null && !isFieldError && (
          <Alert role="alert" color="red" variant="light" icon={<CircleAlert size={18} />}>
            {said}
          </Alert>
        )}
        <TextInput
          {...form.getInputProps('email')}
          key={form.key('email')}
          error={fieldError('email', EMAIL_CODES)}
          label={t`E-mail`}
          type="email"
          autoComplete="username"
          size="md"
          data-autofocus={props.email === undefined ? true : undefined}
        />
        <PasswordInput
          {...form.getInputProps('password')}
          key={form.key('password')}
          error={fieldError('password', PASSWORD_CODES)}
          label={t`Password`}
          description={props.passwordHint}
          autoComplete={props.passwordKind}
          size="md"
          data-autofocus={props.email === undefined ? undefined : true}
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password`, tabIndex: 0 }}
        />
        <Button type="submit" size="md" loading={props.busy} fullWidth>
          {props.submitLabel}
        </Button>
      </Stack>
    </form>
  )
}
