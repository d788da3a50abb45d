import { Anchor, Modal, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { meQuery } from '~/api/queries'
import { sessionGate } from '~/api/sessionGate'
import type { User } from '~/api/types'
import { leaveFor } from '~/lib/leave'
import '~/theme/dialogs.css'
import { CredentialsForm } from './CredentialsForm'
import { useSignedInElsewhere } from './useSignedInElsewhere'
import { useSignIn } from './useSignIn'

/** Above every other dialog, also those that ask an admin for more. */
const LAYER = 500

/** Stands over the page when the session has ended; the page beneath keeps everything. */
export default function SessionDialog() {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const me = useQuery({ ...meQuery, enabled: false }).data
  const id = me?.id
  const goOn = useCallback(
    (user: User) => {
      // Another customer on the same device must not see what the first one left on the page.
      if (user.id !== id) return leaveFor('/c')
      sessionGate.reopen()
      void queryClient.invalidateQueries()
    },
    [id, queryClient],
  )
  const again = useSignIn(goOn)
  useSignedInElsewhere(goOn)
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t`Your session has ended`}
      size={400}
      zIndex={LAYER}
    >
      <Text fz="sm" c="dimmed" mb={16}>
        <Trans>Sign in to go on where you were. What you wrote is kept.</Trans>
      </Text>
      <CredentialsForm
        email={me?.email}
        busy={again.isPending}
        error={again.error}
        onSubmit={again.mutate}
        help={() => (
          <Text fz="sm">
            <Anchor fz="sm" underline="always" href="/forgot" target="_blank" rel="noopener">
              <Trans>Forgot your password?</Trans>
            </Anchor>{' '}
            <Trans>It opens in a new tab; this page waits and goes on when you have signed in there.</Trans>
          </Text>
        )}
      />
      <Text fz="sm" mt={16} ta="center">
        <Anchor fz="sm" href="/login">
          <Trans>Leave this page</Trans>
        </Anchor>
      </Text>
    </Modal>
  )
}
