import { Modal, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useState, type SubmitEvent, type KeyboardEvent } from 'react'
import '~/theme/dialogs.css'
import { accessPending } from '../access'
import { RefusalNotice } from '../acts/RefusalNotice'
import { CHARS_MIN, hitHref, searchQuery, type Hit } from './hits'
import { HitList } from './HitList'
import classes from './SearchDialog.module.css'

const REST_MS = 300

interface Props {
  opened: boolean
  onClose: () => void
}

/** One box for everything that has a name or an id. What is found alone is gone to at once. */
export default function SearchDialog({ opened, onClose }: Props) {
  const { t } = useLingui()
  return (
    <Modal
      opened={opened}
      onClose={() => !accessPending() && onClose()}
      title={t`Search everything`}
      size={640}
      centered={false}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <SearchBox onClose={onClose} />
    </Modal>
  )
}

function SearchBox({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const router = useRouter()
  const queryClient = useQueryClient()
  const [words, setWords] = useState('')
  const q = words.trim()
  const [settled] = useDebouncedValue(q, REST_MS)
  const wanted = q.length >= CHARS_MIN && settled.length >= CHARS_MIN
  const { data, error, isFetching } = useQuery({ ...searchQuery(settled), enabled: wanted })
  const hits = wanted && settled === q ? data : undefined
  const go = (hit: Hit) => {
    onClose()
    void router.navigate({ href: hitHref(hit, q) })
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (q.length < CHARS_MIN) return
    // Whoever pastes an id and presses Enter doesn't wait for the pause after the last letter.
    void queryClient
      .query(searchQuery(q))
      .then((found) => {
        const [only] = found
        if (only !== undefined && found.length === 1) go(only)
      })
      // The same question is on the page, with its refusal.
      .catch(() => undefined)
  }
  const intoList = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'ArrowDown') return
    const first = event.currentTarget.parentElement?.querySelector<HTMLElement>('[data-hit]')
    if (first === undefined || first === null) return
    event.preventDefault()
    first.focus()
  }
  return (
    <div className={classes.search}>
      <form role="search" onSubmit={submit} onKeyDown={intoList}>
        <TextInput
          type="search"
          size="md"
          aria-label={t`Search everything`}
          placeholder={t`E-mail, id, invoice, address, transaction, request id, key`}
          leftSection={<Search size={16} aria-hidden />}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={words}
          data-autofocus
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </form>
      <RefusalNotice error={error} />
      <p className={classes.note} role="status">
        {q.length < CHARS_MIN && (
          <Trans>Three letters or more. Enter goes straight to what is found alone.</Trans>
        )}
        {q.length >= CHARS_MIN && hits === undefined && isFetching && <Trans>Looking…</Trans>}
        {hits?.length === 0 && <Trans>Nothing is found by that.</Trans>}
      </p>
      {hits !== undefined && hits.length > 0 && <HitList hits={hits} q={q} onGo={onClose} />}
    </div>
  )
}
