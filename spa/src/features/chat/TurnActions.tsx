import { Loader, UnstyledButton } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { Check, Copy, Download, ImageUp, Pencil, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Turn } from '~/api/types'
import { useComposer } from '~/features/composer/ComposerContext'
import { bodyOfTurn } from '~/features/composer/rules'
import { pendingFor } from '~/features/composer/submit'
import { useRunAgain } from '~/features/composer/useSubmit'
import { latestPerSlot } from '~/features/generations/turnsCache'
import { wordsForError } from '~/features/problems/problemWords'
import { downloadAll } from '~/lib/download'
import classes from './TurnActions.module.css'
import { toast } from '~/lib/toast'

export function TurnActions({ turn }: { turn: Turn }) {
  const { i18n } = useLingui()
  const composer = useComposer()
  const clipboard = useClipboard()
  const again = useRunAgain()
  const ready = latestPerSlot(turn).flatMap(({ asset }) => (asset == null ? [] : [asset]))
  const [first] = ready
  const runAgain = () =>
    again.mutate(pendingFor(bodyOfTurn(turn), null), {
      onError: (error) => void toast(i18n._(wordsForError(error)), 'red'),
    })
  return (
    <div className={classes.actions}>
      <Action icon={<RotateCw size={14} />} busy={again.isPending} onClick={runAgain}>
        <Trans>Run again</Trans>
      </Action>
      <Action icon={<Pencil size={14} />} onClick={() => composer.editTurn(turn)}>
        <Trans>Edit prompt</Trans>
      </Action>
      {first !== undefined && ready.length === 1 && (
        <Action icon={<ImageUp size={14} />} onClick={() => composer.useAsInput(first)}>
          <Trans>Use as input</Trans>
        </Action>
      )}
      <Action
        icon={clipboard.copied ? <Check size={14} /> : <Copy size={14} />}
        onClick={() => clipboard.copy(turn.prompt)}
      >
        {clipboard.copied ? <Trans>Copied</Trans> : <Trans>Copy prompt</Trans>}
      </Action>
      {ready.length > 0 && (
        <Action icon={<Download size={14} />} onClick={() => downloadAll(ready)}>
          {ready.length === 1 ? <Trans>Download</Trans> : <Trans>Download all</Trans>}
        </Action>
      )}
    </div>
  )
}

interface ActionProps {
  icon: ReactNode
  busy?: boolean
  onClick: () => void
  children: ReactNode
}

function Action({ icon, busy = false, onClick, children }: ActionProps) {
  return (
    <UnstyledButton className={classes.action} disabled={busy} onClick={onClick}>
      {busy ? <Loader size={14} color="currentColor" /> : icon}
      {children}
    </UnstyledButton>
  )
}
