import { Loader, UnstyledButton } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Check, Copy, Download, ImageUp, Pencil, RotateCw, Trash2 } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import type { Turn } from '~/api/types'
import { useComposer } from '~/features/composer/ComposerContext'
import { useRunAgain } from '~/features/composer/useSubmit'
import { latestPerSlot } from '~/features/generations/turnsCache'
import { wordsForError } from '~/features/problems/problemWords'
import { downloadAll } from '~/lib/download'
import { byKeyboard, toast } from '~/lib/toast'
import classes from './TurnActions.module.css'
import { useDeleteTurn } from './useDeleteTurn'

export function TurnActions({ turn }: { turn: Turn }) {
  const { i18n } = useLingui()
  const composer = useComposer()
  const clipboard = useClipboard()
  const again = useRunAgain(turn)
  const remove = useDeleteTurn(turn)
  const refused = (error: unknown) => void toast(i18n._(wordsForError(error)), 'red')
  const download = useMutation({ mutationFn: downloadAll, onError: refused })
  const ready = latestPerSlot(turn).flatMap(({ asset }) => (asset == null ? [] : [asset]))
  const [first] = ready
  const runAgain = () => again.mutate(undefined, { onError: refused })
  return (
    <div className={classes.actions}>
      <Action icon={<RotateCw size={14} />} busy={again.isPending} onClick={runAgain}>
        <Trans>Run again</Trans>
      </Action>
      <Action brief icon={<Pencil size={14} />} onClick={() => composer.editTurn(turn)}>
        <Trans>Edit prompt</Trans>
      </Action>
      {first !== undefined && ready.length === 1 && (
        <Action brief icon={<ImageUp size={14} />} onClick={() => composer.useAsInput(first)}>
          <Trans>Use as input</Trans>
        </Action>
      )}
      <Action
        brief
        icon={clipboard.copied ? <Check size={14} /> : <Copy size={14} />}
        onClick={() => clipboard.copy(turn.prompt)}
      >
        {clipboard.copied ? <Trans>Copied</Trans> : <Trans>Copy prompt</Trans>}
      </Action>
      {ready.length > 0 && (
        <Action
          brief
          icon={<Download size={14} />}
          busy={download.isPending}
          onClick={() => download.mutate(ready)}
        >
          {ready.length === 1 ? <Trans>Download</Trans> : <Trans>Download all</Trans>}
        </Action>
      )}
      <Action
        brief
        icon={<Trash2 size={14} />}
        onClick={(event) => remove.mutate({ byKeyboard: byKeyboard(event) })}
      >
        <Trans>Delete</Trans>
      </Action>
    </div>
  )
}

interface ActionProps {
  icon: ReactNode
  /** On a phone its sign alone is seen, so that all fit into a line. */
  brief?: boolean
  busy?: boolean
  onClick: (event: MouseEvent) => void
  children: ReactNode
}

function Action({ icon, brief = false, busy = false, onClick, children }: ActionProps) {
  return (
    <UnstyledButton
      className={classes.action}
      data-brief={brief || undefined}
      disabled={busy}
      onClick={onClick}
    >
      {busy ? <Loader size={14} color="currentColor" /> : icon}
      <span className={classes.words}>{children}</span>
    </UnstyledButton>
  )
}
