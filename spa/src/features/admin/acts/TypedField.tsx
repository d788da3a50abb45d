import { TextInput } from '@mantine/core'
import { Trans } from '@lingui/react/macro'

interface Props {
  /** What has to be typed, exactly. */
  typed: string
  value: string
  flaw: string | undefined
  onChange: (value: string) => void
}

/** Typed by hand before something ends: nobody does that unawares. */
export function TypedField({ typed, value, flaw, onChange }: Props) {
  return (
    <TextInput
      name="typed"
      label={
        <Trans>
          Type <strong>{typed}</strong> to confirm
        </Trans>
      }
      autoComplete="off"
      spellCheck={false}
      value={value}
      error={flaw}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
