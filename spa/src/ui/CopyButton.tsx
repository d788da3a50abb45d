import { ActionIcon } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { Check, Copy } from 'lucide-react'

export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useLingui()
  const clipboard = useClipboard()
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      c="var(--np-muted)"
      size={28}
      aria-label={clipboard.copied ? t`Copied` : label}
      data-hint="top-end"
      onClick={() => clipboard.copy(text)}
    >
      {clipboard.copied ? <Check size={14} /> : <Copy size={14} />}
    </ActionIcon>
  )
}
