import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SyntheticEvent } from 'react'
import acts from '../acts/acts.module.css'
import { flawOf } from '../acts/fields'
import type { ImportReply } from '../file/types'
import { ChosenFile, FileButton } from './ImportFile'
import { textFlaw } from './importText'
import classes from './key.module.css'
import { IN_FLIGHT_MAX } from './keyFields'

export interface Import {
  text: string
  /** Of the lines that don't name one; '': none. */
  provider: string
  format: 'auto' | 'csv' | 'lines'
  maxInFlight: string
}

interface Props {
  providers: readonly string[]
  /** What became of trying it, as long as nothing was changed since. */
  tried: ImportReply | null
  busy: boolean
  onChange: () => void
  onSend: (wanted: Import, dryRun: boolean) => void
}

const EMPTY: Import = { text: '', provider: '', format: 'auto', maxInFlight: '' }

export function ImportForm({ providers, tried, busy, onChange, onSend }: Props) {
  const { t } = useLingui()
  const [wanted, setWanted] = useState<Import>({ ...EMPTY, provider: providers[0] ?? '' })
  const [file, setFile] = useState<string | null>(null)
  const [flaw, setFlaw] = useState<string | null>(null)
  const [limitFlaw, setLimitFlaw] = useState<string | null>(null)
  const change = (part: Partial<Import>) => {
    setWanted((before) => ({ ...before, ...part }))
    setFlaw(null)
    setLimitFlaw(null)
    onChange()
  }
  const limit = t`Requests at once`
  const send = (dryRun: boolean) => {
    const text = textFlaw(wanted.text)
    const number = flawOf(
      { kind: 'whole', name: 'max', label: limit, min: 1, max: IN_FLIGHT_MAX },
      wanted.maxInFlight,
    )
    setFlaw(text)
    setLimitFlaw(number)
    if (text === null && number === null)
      onSend({ ...wanted, maxInFlight: wanted.maxInFlight.trim() }, dryRun)
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    send(true)
  }
  const added = tried?.added ?? 0
  return (
    <form className={acts.form} onSubmit={submit} noValidate autoComplete="off">
      {file === null ? (
        <Textarea
          className={classes.lines}
          label={t`Keys`}
          rows={10}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          value={wanted.text}
          error={flaw}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
      ) : (
        <ChosenFile
          name={file}
          text={wanted.text}
          flaw={flaw}
          onDrop={() => {
            setFile(null)
            change({ text: '' })
          }}
        />
      )}
      <FileButton
        onFile={(name, text) => {
          setFile(name)
          change({ text })
        }}
      />
      <NativeSelect
        label={t`Provider`}
        description={t`Of the lines that name none.`}
        value={wanted.provider}
        data={[
          ...providers.map((id) => ({ value: id, label: id })),
          { value: '', label: t`Every line names its own` },
        ]}
        onChange={(event) => change({ provider: event.currentTarget.value })}
      />
      <NativeSelect
        label={t`Form`}
        value={wanted.format}
        data={[
          { value: 'auto', label: t`Seen from the first line` },
          { value: 'csv', label: t`CSV with a header` },
          { value: 'lines', label: t`One secret a line` },
        ]}
        onChange={(event) => change({ format: event.currentTarget.value as Import['format'] })}
      />
      <TextInput
        label={limit}
        description={t`Of the lines that don’t say.`}
        inputMode="numeric"
        value={wanted.maxInFlight}
        error={limitFlaw}
        onChange={(event) => change({ maxInFlight: event.currentTarget.value })}
      />
      <div className={acts.row}>
        <Button
          type="submit"
          variant={tried === null ? 'filled' : 'default'}
          loading={busy && tried === null}
        >
          <Trans>Try it first</Trans>
        </Button>
        {tried !== null && (
          <Button disabled={added === 0} loading={busy} onClick={() => send(false)}>
            {plural(added, { one: 'Import # key', other: 'Import # keys' })}
          </Button>
        )}
      </div>
    </form>
  )
}
