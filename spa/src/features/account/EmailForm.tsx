import { Button } from '@mantine/core'
import { schemaResolver, useForm } from '@mantine/form'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import * as v from 'valibot'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { Inbox } from '~/api/types'
import { EmailField } from '~/features/auth/EmailField'
import { EMAIL_CODES, OWN_PASSWORD_CODES } from '~/features/auth/fields'
import { PasswordField } from '~/features/auth/PasswordField'
import { RefusalNote } from '~/features/auth/RefusalNote'
import { emailRule, passwordRule } from '~/features/auth/rules'
import { focusFirst, useRefusal } from '~/features/auth/useRefusal'
import card from '~/ui/card.module.css'
import classes from './account.module.css'

interface Props {
  onSent: (inbox: Inbox) => void
  onCancel: () => void
}

/** Another address, by whoever knows the password. */
export function EmailForm({ onSent, onCancel }: Props) {
  const { t } = useLingui()
  const change = useMutation({
    mutationFn: (body: { email: string; password: string }) =>
      unwrap(client.POST('/api/v1/me/email', { body })),
    onSuccess: ({ inbox }) => onSent(inbox),
  })
  const schema = v.object({ email: emailRule(), password: passwordRule() })
  const form = useForm<{ email: string; password: string }>({
    name: 'change-email',
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: schemaResolver(schema, { sync: true }),
  })
  const refusal = useRefusal(form, change.error, { email: EMAIL_CODES, password: OWN_PASSWORD_CODES })
  return (
    <form
      className={classes.form}
      aria-label={t`Change the address`}
      onSubmit={form.onSubmit(
        ({ email, password }) => change.mutate({ email: email.trim(), password }),
        focusFirst(form),
      )}
      noValidate
    >
      <RefusalNote error={refusal} />
      <EmailField
        {...form.getInputProps('email')}
        key={form.key('email')}
        label={t`New address`}
        autoComplete="email"
        autoFocus
      />
      <PasswordField
        {...form.getInputProps('password')}
        key={form.key('password')}
        kind="current-password"
        label={t`Your password`}
      />
      <div className={card.acts}>
        <Button type="submit" loading={change.isPending}>
          <Trans>Send the link</Trans>
        </Button>
        <Button variant="default" onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  )
}
