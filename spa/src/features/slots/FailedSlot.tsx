import { ActionIcon, Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { Check, CircleAlert, Hash, Pencil, RotateCw, ShieldAlert } from 'lucide-react'
import type { Generation, Turn } from '~/api/types'
import { useComposer } from '~/features/composer/ComposerContext'
import { isDeclined, quoteIn, wordsFor } from './errorWords'
import frame from './Frame.module.css'
import { useRetry } from './useSlotActs'

interface Props {
  turn: Turn
  generation: Generation
  /** How many slots this one speaks for. */
  merged?: number
}

/** One sentence in our words, that it isn't counted, and first the act that helps most. A refusal is never retried blindly. */
export function FailedSlot({ turn, generation, merged = 1 }: Props) {
  const { i18n } = useLingui()
  const composer = useComposer()
  const retry = useRetry()
  const { error } = generation
  const code = error?.code ?? 'internal'
  const words = wordsFor(code)
  const quote = words.quotes ? quoteIn(error?.message ?? '') : null
  const Icon = isDeclined(code) ? ShieldAlert : CircleAlert
  const tone = isDeclined(code) ? 'var(--np-amber)' : 'var(--np-red)'
  const leadsWithRetry = generation.retryable && words.act === 'retry'
  return (
    <div className={`${frame.frame} ${frame.words}`}>
      <p className={frame.said}>
        <Icon size={16} color={tone} aria-hidden />
        <span>{i18n._(words.said)}</span>
      </p>
      {quote !== null && (
        // Whatever language they are in.
        <blockquote className={frame.quote} lang="">
          {quote}
        </blockquote>
      )}
      {words.hint !== undefined && <p className={frame.hint}>{i18n._(words.hint)}</p>}
      <div className={frame.note}>
        {merged > 1 ? <Trans>None of the {merged} images is counted.</Trans> : <Trans>Not counted.</Trans>}
        <CopyReference id={generation.id} />
      </div>
      <div className={frame.acts}>
        {!leadsWithRetry && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Pencil size={14} />}
            onClick={() => composer.editTurn(turn)}
          >
            <Trans>Edit prompt</Trans>
          </Button>
        )}
        {(leadsWithRetry || (generation.retryable && !isDeclined(code))) && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<RotateCw size={14} />}
            loading={retry.isPending}
            onClick={() => retry.mutate(generation.id)}
          >
            <Trans>Try again</Trans>
          </Button>
        )}
      </div>
    </div>
  )
}

function CopyReference({ id }: { id: string }) {
  const { t } = useLingui()
  const clipboard = useClipboard()
  const label = clipboard.copied ? t`Copied` : t`Copy the reference id`
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      c="var(--np-muted)"
      size={24}
      aria-label={label}
      data-hint="top"
      onClick={() => clipboard.copy(id)}
    >
      {clipboard.copied ? <Check size={14} /> : <Hash size={14} />}
    </ActionIcon>
  )
}
