import { ActionIcon } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { announce } from '~/lib/announce'

/** How long it stands there what came of a press. */
const TOLD_MS = 2_000

/** Copies with a sign alone; what came of it is told in words, also where nothing can hover. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useLingui()
  const [came, setCame] = useState<'copied' | 'refused' | null>(null)
  const forget = useTimeout(() => setCame(null), TOLD_MS)
  const words = { copied: t`Copied`, refused: t`Couldn’t be copied` }
  const copy = async () => {
    const end = (await written(text)) ? 'copied' : 'refused'
    setCame(end)
    announce(words[end])
    forget.start()
  }
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      c="var(--np-muted)"
      size={28}
      aria-label={came === null ? label : words[came]}
      data-hint="top-end"
      data-told={came !== null || undefined}
      onClick={() => void copy()}
    >
      {came === 'copied' ? <Check size={14} /> : <Copy size={14} />}
    </ActionIcon>
  )
}

async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
