import { Button } from '@mantine/core'
import { schemaResolver, useForm } from '@mantine/form'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import * as v from 'valibot'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { OWN_PASSWORD_CODES, PASSWORD_CODES } from '~/features/auth/fields'
import { PasswordField } from '~/features/auth/PasswordField'
import { RefusalNote } from '~/features/auth/RefusalNote'
import { newPasswordRule, passwordRule } from '~/features/auth/rules'
import { focusFirst, useRefusal } from '~/features/auth/useRefusal'
import card from '~/ui/card.module.css'
import classes from './account.module.css'
import { sessionsQuery } from './sessions'

interface Props {
  email: string
  onDone: () => void
  onCancel: () => void
}

export function PasswordForm({ email, onDone, onCancel }: Props) {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const change = useMutation({
    mutationFn: ({ current, fresh }: { current: string; fresh: string }) =>
      unwrap(
        client.POST('/api/v1/me/password', { body: { current_password: current, new_password: fresh } }),
      ),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey })
      onDone()
    },
  })
  const schema = v.object({ current: passwordRule(), fresh: newPasswordRule() })
  const form = useForm<{ current: string; fresh: string }>({
    name: 'change-password',
    mode: 'uncontrolled',
    initialValues: { current: '', fresh: '' },
    validate: schemaResolver(schema, { sync: true }),
  })
  const refusal = useRefusal(form, change.error, { current: OWN_PASSWORD_CODES, fresh: PASSWORD_CODES })
  return (
    <form
      className={classes.form}
      aria-label={t`Change the password`}
      onSubmit={form.onSubmit((values) => change.mutate(values), focusFirst(form))}
      noValidate
    >
      {/* Password managers keep the new one under this name. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <RefusalNote error={refusal} />
      <PasswordField
        {...form.getInputProps('current')}
        key={form.key('current')}
        kind="current-password"
        label={t`Current password`}
        autoFocus
      />
      <PasswordField
        {...form.getInputProps('fresh')}
        key={form.key('fresh')}
        kind="new-password"
        label={t`New password`}
      />
      <div className={card.acts}>
        <Button type="submit" loading={change.isPending}>
          <Trans>Change it</Trans>
        </Button>
        <Button variant="default" onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  )
}
