import { Button, Modal, Stack, Text } from '@mantine/core'
import { schemaResolver, useForm } from '@mantine/form'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import * as v from 'valibot'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { subscriptionQuery } from '~/api/queries'
import { OWN_PASSWORD_CODES } from '~/features/auth/fields'
import { leaveNothing } from '~/features/auth/leaveNothing'
import { PasswordField } from '~/features/auth/PasswordField'
import { RefusalNote } from '~/features/auth/RefusalNote'
import { passwordRule } from '~/features/auth/rules'
import { focusFirst, useRefusal } from '~/features/auth/useRefusal'
import { formatDay } from '~/lib/format'
import '~/theme/dialogs.css'
import dialog from '~/ui/dialog.module.css'
import classes from './account.module.css'
import { closingAddress } from './until'

interface Props {
  email: string
  onClose: () => void
}

/** Names what is lost before it is, and asks who wants that. */
export default function CloseDialog({ email, onClose }: Props) {
  const { t } = useLingui()
  const close = useMutation({
    mutationFn: (password: string) => unwrap(client.DELETE('/api/v1/me', { body: { password } })),
    onSuccess: ({ erased_at }) => leaveNothing(closingAddress(erased_at)),
  })
  const schema = v.object({ password: passwordRule() })
  const form = useForm<{ password: string }>({
    name: 'close-account',
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: schemaResolver(schema, { sync: true }),
  })
  const refusal = useRefusal(form, close.error, { password: OWN_PASSWORD_CODES })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Delete your account?`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <form onSubmit={form.onSubmit(({ password }) => close.mutate(password), focusFirst(form))} noValidate>
        <Stack gap={16} fz="sm">
          <div>
            <Trans>What is lost:</Trans>
            <Lost />
          </div>
          <Text fz="sm">
            <Trans>
              You are signed out everywhere at once. For seven days the link in our mail to{' '}
              <strong>{email}</strong> undoes it; then it is gone for good.
            </Trans>
          </Text>
          <RefusalNote error={refusal} />
          <PasswordField
            {...form.getInputProps('password')}
            key={form.key('password')}
            kind="current-password"
            label={t`Your password`}
            data-autofocus
          />
        </Stack>
        <div className={dialog.acts}>
          <Button variant="default" onClick={onClose}>
            <Trans>Keep my account</Trans>
          </Button>
          <Button type="submit" color="red" loading={close.isPending}>
            <Trans>Delete my account</Trans>
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Lost() {
  const plan = useQuery(subscriptionQuery).data
  const usable = plan?.state === 'active' || plan?.state === 'grace'
  const until = usable && plan.ends_at !== undefined ? formatDay(plan.ends_at) : null
  return (
    <ul className={classes.lost}>
      <li>
        <Trans>all of your pictures, those you uploaded too</Trans>
      </li>
      <li>
        <Trans>all conversations and prompts</Trans>
      </li>
      {usable && (
        <li>
          {until === null ? (
            <Trans>the rest of your month</Trans>
          ) : (
            <Trans>the rest of your month, which is paid until {until}</Trans>
          )}
        </li>
      )}
      {plan !== undefined && plan.queued.length > 0 && (
        <li>
          <Plural value={plan.queued.length} one="# month paid in advance" other="# months paid in advance" />
        </li>
      )}
    </ul>
  )
}
