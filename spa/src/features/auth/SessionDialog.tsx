import { Anchor, Modal, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { meQuery } from '~/api/queries'
import { sessionGate } from '~/api/sessionGate'
import '~/theme/dialogs.css'
import { CredentialsForm } from './CredentialsForm'
import { signIn } from './useSignIn'

/** Stands over the page when the session has ended; the page beneath keeps everything. */
export default function SessionDialog() {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const me = useQuery({ ...meQuery, enabled: false }).data
  const again = useMutation({
    mutationFn: signIn,
    onSuccess: ({ user }) => {
      // Another customer on the same device must not see what the first one left on the page.
      if (user.id !== me?.id) return location.assign('/c')
      sessionGate.reopen()
      void queryClient.invalidateQueries()
    },
  })
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t`Your session has ended`}
      size={400}
    >
      <Text fz="sm" c="dimmed" mb={16}>
        <Trans>Sign in to go on where you were. What you wrote is kept.</Trans>
      </Text>
      <CredentialsForm
        submitLabel={t`Sign in`}
        passwordKind="current-password"
        email={me?.email ?? ''}
        busy={again.isPending}
        error={again.error}
        onSubmit={again.mutate}
      />
      <Text fz="sm" mt={16} ta="center">
        <Anchor fz="sm" href="/login">
          <Trans>Leave this page</Trans>
        </Anchor>
      </Text>
    </Modal>
  )
}
