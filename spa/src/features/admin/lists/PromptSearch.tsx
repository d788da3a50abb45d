import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import '~/theme/dialogs.css'
import { accessPending, useAdminAct } from '../access'
import { RefusalNotice } from '../acts/RefusalNotice'
import type { AdminGeneration } from '../file/types'
import { Moment } from '../file/Moment'
import { totalWords } from '../list/totalWords'
import { AdminLink } from '../shell/AdminLink'
import { State } from '../words/State'
import { generationStateWords } from '../words/words'
import { IdCell } from './cells'
import classes from './PromptSearch.module.css'

interface Asked {
  words: string
  reason: string
  cursor?: string
}

/** Reads prompts of customers, so it asks why, and goes on record. The prompts themselves are not shown. */
export default function PromptSearch({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const [words, setWords] = useState('')
  const [reason, setReason] = useState('')
  const [found, setFound] = useState<AdminGeneration[]>([])
  const find = useAdminAct(
    (body: Asked) => unwrap(client.POST('/api/v1/admin/generations/by-prompt', { body })),
    {
      onSuccess: ({ items }, { cursor }) =>
        setFound((before) => (cursor === undefined ? items : [...before, ...items])),
    },
  )
  const asked = { words: words.trim(), reason: reason.trim() }
  const missing = asked.words === '' || asked.reason === ''
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!missing) find.mutate(asked)
  }
  const cursor = find.data?.next_cursor
  return (
    <Modal
      opened
      onClose={() => !accessPending() && onClose()}
      title={t`Find by prompt`}
      size={640}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <TextInput
          label={t`Words`}
          description={t`The prompt holds all of them.`}
          value={words}
          required
          data-autofocus
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Textarea
          label={t`Reason`}
          description={t`Goes on record with the act.`}
          rows={2}
          maxLength={500}
          value={reason}
          required
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <RefusalNotice error={find.error} />
        <div className={classes.acts}>
          <Button type="submit" disabled={missing} loading={find.isPending}>
            <Trans>Find</Trans>
          </Button>
        </div>
      </form>
      {find.data !== undefined && (
        <div className={classes.found}>
          <p role="status">{totalWords(find.data.total)}</p>
          <ul>
            {found.map(({ id, user, queued_at, state, fault }) => (
              <li key={id}>
                <AdminLink to={`/admin/generations/${id}`}>
                  <IdCell id={id} />
                </AdminLink>
                <span>{user.email}</span>
                <Moment at={queued_at} />
                <State of={generationStateWords(state, fault)} />
              </li>
            ))}
          </ul>
          {cursor !== undefined && (
            <Button
              variant="default"
              loading={find.isPending}
              onClick={() => find.mutate({ ...asked, cursor })}
            >
              <Trans>Older</Trans>
            </Button>
          )}
        </div>
      )}
    </Modal>
  )
}
