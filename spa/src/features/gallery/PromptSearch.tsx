import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import '@mantine/core/styles/CloseButton.layer.css'
import { Search } from 'lucide-react'
import { useState } from 'react'

const REST_MS = 300

interface Props {
  /** As the address has them. */
  words: string
  onSearch: (words: string) => void
}

/** Looks while one types, a moment after the last letter. */
export function PromptSearch({ words, onSearch }: Props) {
  const { t } = useLingui()
  const [text, setText] = useState(words)
  const [told, setTold] = useState(words)
  // Someone else changed the address: all filters were taken away, say.
  if (words !== told) {
    setTold(words)
    if (words !== text.trim()) setText(words)
  }
  const later = useDebouncedCallback(onSearch, REST_MS)
  const change = (next: string) => {
    setText(next)
    later(next.trim())
  }
  return (
    <TextInput
      type="search"
      aria-label={t`Search your prompts`}
      placeholder={t`Search your prompts`}
      value={text}
      maxLength={200}
      leftSection={<Search size={16} aria-hidden />}
      rightSection={text !== '' && <CloseButton size="sm" aria-label={t`Clear`} onClick={() => change('')} />}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      maw={480}
    />
  )
}
