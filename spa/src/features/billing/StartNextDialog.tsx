import { Button, Modal, Stack, Text } from '@mantine/core'
import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { serverNow } from '~/api/serverClock'
import type { Quota, Subscription } from '~/api/types'
import { wordsForError } from '~/features/problems/problemWords'
import { formatZoned } from '~/lib/format'
import '~/theme/dialogs.css'
import dialog from '~/ui/dialog.module.css'
import { daysLeft } from './planState'
import { useStartNext } from './useStartNext'

interface Props {
  subscription: Subscription
  quota: Quota | undefined
  onClose: () => void
}

/** Says what is given up before it is. */
export default function StartNextDialog({ subscription, quota, onClose }: Props) {
  const { t, i18n } = useLingui()
  const start = useStartNext()
  // What it was asked for stays, also while the answer changes the page beneath.
  const endsAt = subscription.ends_at ?? ''
  const end = formatZoned(endsAt)
  const next = subscription.queued[0]?.plan.label ?? ''
  const days = plural(daysLeft(endsAt, serverNow()), { one: '# day', other: '# days' })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Start the next month now?`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Stack gap={8} fz="sm">
        <Text fz="sm">
          <Trans>Your current month would end now instead of {end}.</Trans>
        </Text>
        <Text fz="sm" fw={500}>
          {quota === undefined || quota.bucket === 0 ? (
            <Trans>You give up its last {days}. This can’t be undone.</Trans>
          ) : (
            <Trans>
              You give up its last {days} and about {quota.bucket} % of its pictures. This can’t be undone.
            </Trans>
          )}
        </Text>
        <Text fz="sm">
          <Trans>
            “{next}” begins at once with all of its pictures, and everything after it moves forward.
          </Trans>
        </Text>
      </Stack>
      {start.error !== null && (
        <Text role="alert" fz="sm" c="var(--np-red)" mt={8}>
          {i18n._(wordsForError(start.error))}
        </Text>
      )}
      <div className={dialog.acts}>
        <Button variant="default" onClick={onClose} data-autofocus>
          <Trans>Keep the current month</Trans>
        </Button>
        <Button loading={start.isPending} onClick={() => start.mutate(endsAt, { onSuccess: onClose })}>
          <Trans>Start it now</Trans>
        </Button>
      </div>
    </Modal>
  )
}
