import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useRef } from 'react'
import acts from '../acts/acts.module.css'
import { formatCount } from '../words/numbers'
import { linesOf } from './importText'
import classes from './key.module.css'

interface ChosenProps {
  name: string
  text: string
  flaw: string | null
  onDrop: () => void
}

/** A file isn't poured into a field: thousands of secrets have no business on a screen. */
export function ChosenFile({ name, text, flaw, onDrop }: ChosenProps) {
  const lines = formatCount(linesOf(text))
  return (
    <div className={classes.file}>
      <span>
        <Trans>
          <strong>{name}</strong>, {lines} lines
        </Trans>
      </span>
      <Button size="compact-sm" variant="default" onClick={onDrop}>
        <Trans>Take it out</Trans>
      </Button>
      {flaw !== null && <span role="alert">{flaw}</span>}
    </div>
  )
}

/** Reads a file of keys in this browser; its lines are sent with the form. */
export function FileButton({ onFile }: { onFile: (name: string, text: string) => void }) {
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const take = async (file: File | undefined) => {
    if (file !== undefined) onFile(file.name, await file.text())
    // The same file, mended meanwhile, can be chosen again.
    if (input.current !== null) input.current.value = ''
  }
  return (
    <div className={acts.row}>
      <input
        ref={input}
        id={id}
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        aria-label={t`A file of keys`}
        hidden
        onChange={(event) => void take(event.currentTarget.files?.[0])}
      />
      <Button variant="default" size="xs" fz="sm" onClick={() => input.current?.click()}>
        <Trans>Choose a file</Trans>
      </Button>
    </div>
  )
}
