import { Button, Stack, TextInput } from '@mantine/core'
import { schemaResolver, useForm } from '@mantine/form'
import { useLingui } from '@lingui/react/macro'
import * as v from 'valibot'
import { site } from '~/lib/site'
import { EmailField } from './EmailField'
import { EMAIL_CODES, INVITE_CODES, PASSWORD_CODES } from './fields'
import { PasswordField } from './PasswordField'
import { RefusalNote } from './RefusalNote'
import type { Newcomer } from './register'
import { emailRule, newPasswordRule } from './rules'
import { TermsLine } from './TermsLine'
import { focusFirst, useRefusal } from './useRefusal'

interface Props {
  email: string | undefined
  invite: string | undefined
  busy: boolean
  error: Error | null
  onSubmit: (newcomer: Newcomer) => void
}

export function RegisterForm({ email = '', invite = '', busy, error, onSubmit }: Props) {
  const { t } = useLingui()
  const invited = site.signup === 'invite'
  const schema = v.object({
    email: emailRule(),
    password: newPasswordRule(),
    invite: invited
      ? v.pipe(v.string(), v.trim(), v.nonEmpty(t`Enter the code of your invitation.`))
      : v.string(),
  })
  const form = useForm<{ email: string; password: string; invite: string }>({
    mode: 'uncontrolled',
    initialValues: { email, password: '', invite },
    validate: schemaResolver(schema, { sync: true }),
  })
  const refusal = useRefusal(form, error, {
    email: EMAIL_CODES,
    password: PASSWORD_CODES,
    invite: INVITE_CODES,
  })
  return (
    <form
      onSubmit={form.onSubmit(
        ({ email, password, invite }) => onSubmit({ email: email.trim(), password, invite: invite.trim() }),
        focusFirst(form),
      )}
      noValidate
    >
      <Stack gap={16}>
        <RefusalNote error={refusal} />
        {invited && (
          <TextInput
            {...form.getInputProps('invite')}
            key={form.key('invite')}
            label={t`Invitation code`}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            size="md"
          />
        )}
        <EmailField {...form.getInputProps('email')} key={form.key('email')} />
        <PasswordField {...form.getInputProps('password')} key={form.key('password')} kind="new-password" />
        <TermsLine />
        <Button type="submit" size="md" loading={busy} fullWidth>
          {t`Create account`}
        </Button>
      </Stack>
    </form>
  )
}
