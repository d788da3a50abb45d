import { CloseButton, TextInput, type TextInputProps } from '@mantine/core'
import '@mantine/core/styles/CloseButton.layer.css'
import { useDebouncedCallback } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'

const REST_MS = 300

interface Props extends Omit<TextInputProps, 'value' | 'onChange'> {
  /** As the address has it. */
  settled: string
  /** What is wrong with it; nothing is told on while that holds. */
  flaw?: (typed: string) => string | null
  onSettle: (text: string) => void
}

/** Tells what is typed a moment after the last letter. */
export function SettledInput({ settled, flaw = () => null, onSettle, ...props }: Props) {
  const { t } = useLingui()
  const [text, setText] = useState(settled)
  const [told, setTold] = useState(settled)
  // Someone else changed the address: all filters were taken away, say.
  if (settled !== told) {
    setTold(settled)
    if (settled !== text.trim()) setText(settled)
  }
  const later = useDebouncedCallback(onSettle, REST_MS)
  const change = (next: string, partial = false) => {
    setText(next)
    if (partial) return
    const words = next.trim()
    if (words === '' || flaw(words) === null) later(words)
  }
  return (
    <TextInput
      maxLength={300}
      autoComplete="off"
      spellCheck={false}
      rightSection={text !== '' && <CloseButton size="sm" aria-label={t`Clear`} onClick={() => change('')} />}
      error={text.trim() === '' ? null : flaw(text.trim())}
      {...props}
      value={text}
      // A moment that lacks its day is '' to the browser, and yet not taken away.
      onChange={({ currentTarget: { value, validity } }) => change(value, validity.badInput)}
    />
  )
}
