import { Button, Group, Modal, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import type { Conversation } from '~/api/types'
import { wordsForError } from '~/features/problems/problemWords'
import '~/theme/dialogs.css'
import { useDelete } from './useConversationActs'

interface Props {
  conversation: Conversation
  onClose: () => void
}

export default function DeleteDialog({ conversation, onClose }: Props) {
  const { t, i18n } = useLingui()
  const remove = useDelete(conversation.id)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Delete this conversation?`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Text fz="sm">
        <Trans>“{conversation.title}” and its pictures will no longer be shown.</Trans>
      </Text>
      {remove.error !== null && (
        <Text role="alert" fz="sm" c="var(--np-red)" mt={8}>
          {i18n._(wordsForError(remove.error))}
        </Text>
      )}
      <Group justify="flex-end" mt={16} gap={8}>
        <Button variant="default" onClick={onClose} data-autofocus>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          color="red"
          loading={remove.isPending}
          onClick={() => remove.mutate(undefined, { onSuccess: onClose })}
        >
          <Trans>Delete</Trans>
        </Button>
      </Group>
    </Modal>
  )
}
