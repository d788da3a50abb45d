import { ActionIcon, TextInput } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { Search, X } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { IS_APPLE } from '~/lib/isApple'
import classes from './SearchField.module.css'

interface Props {
  value: string
  onChange: (value: string) => void
  /** Grows with each wish to search. */
  seek: number
}

export function SearchField({ value, onChange, seek }: Props) {
  const { t } = useLingui()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (seek === 0) return
    field.current?.focus()
    field.current?.select()
  }, [seek])
  const clear = () => {
    onChange('')
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // In a drawer Escape closes that, unless there is something to clear first.
    if (event.key !== 'Escape' || value === '') return
    event.stopPropagation()
    clear()
  }
  return (
    <TextInput
      ref={field}
      type="search"
      role="searchbox"
      classNames={{ input: classes.input, section: classes.section }}
      aria-label={t`Search conversations`}
      aria-keyshortcuts={IS_APPLE ? 'Meta+K' : 'Control+K'}
      placeholder={t`Search`}
      leftSection={<Search size={16} aria-hidden />}
      rightSection={
        value === '' ? (
          <kbd className={classes.key} aria-hidden>
            {IS_APPLE ? '⌘K' : 'Ctrl K'}
          </kbd>
        ) : (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={t`Clear the search`}
            onClick={clear}
          >
            <X size={14} />
          </ActionIcon>
        )
      }
      rightSectionWidth={value === '' ? 56 : 34}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      data-autofocus={seek > 0 || undefined}
    />
  )
}
