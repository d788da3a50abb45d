import { Button, Stack } from '@mantine/core'
import { schemaResolver, useForm } from '@mantine/form'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import * as v from 'valibot'
import { EmailField } from './EmailField'
import { EMAIL_CODES } from './fields'
import { RefusalNote } from './RefusalNote'
import { emailRule } from './rules'
import { focusFirst, useRefusal } from './useRefusal'

interface Props {
  email: string
  submitLabel: string
  busy: boolean
  error: Error | null
  onSubmit: (email: string) => void
  /** For a form that was opened by a press, and so has the focus. */
  onCancel?: () => void
  children?: ReactNode
}

/** Asks for nothing but an address. */
export function AddressForm({ email, submitLabel, busy, error, onSubmit, onCancel, children }: Props) {
  const schema = v.object({ email: emailRule() })
  const form = useForm<{ email: string }>({
    mode: 'uncontrolled',
    initialValues: { email },
    validate: schemaResolver(schema, { sync: true }),
  })
  const refusal = useRefusal(form, error, { email: EMAIL_CODES })
  return (
    <form onSubmit={form.onSubmit((values) => onSubmit(values.email.trim()), focusFirst(form))} noValidate>
      <Stack gap={16}>
        {children}
        <RefusalNote error={refusal} />
        <EmailField
          {...form.getInputProps('email')}
          key={form.key('email')}
          autoFocus={onCancel !== undefined}
        />
        <Button type="submit" size="md" loading={busy} fullWidth>
          {submitLabel}
        </Button>
        {onCancel !== undefined && (
          <Button variant="default" size="md" fullWidth onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
        )}
      </Stack>
    </form>
  )
}
