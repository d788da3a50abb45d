import { Button, Modal, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import type { Conversation } from '~/api/types'
import { wordsForError } from '~/features/problems/problemWords'
import '~/theme/dialogs.css'
import dialog from '~/ui/dialog.module.css'
import { useRename } from './useConversationActs'

const TITLE_CHARS_MAX = 80

interface Props {
  conversation: Conversation
  onClose: () => void
}

export default function RenameDialog({ conversation, onClose }: Props) {
  const { t } = useLingui()
  return (
    <Modal opened onClose={onClose} title={t`Rename`} closeButtonProps={{ 'aria-label': t`Close` }}>
      <Form conversation={conversation} onClose={onClose} />
    </Modal>
  )
}

function Form({ conversation, onClose }: Props) {
  const { t, i18n } = useLingui()
  const [title, setTitle] = useState(conversation.title)
  const rename = useRename(conversation.id)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    rename.mutate({ title: title.trim() }, { onSuccess: onClose })
  }
  return (
    <form onSubmit={submit}>
      <TextInput
        label={t`Title`}
        value={title}
        maxLength={TITLE_CHARS_MAX}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={rename.error && i18n._(wordsForError(rename.error))}
        data-autofocus
      />
      <div className={dialog.acts}>
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" disabled={title.trim() === ''} loading={rename.isPending}>
          <Trans>Save</Trans>
        </Button>
      </div>
    </form>
  )
}
