import { Textarea } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { FieldInput, FOCUS } from './FieldInput'
import { asked, REASON_CHARS_MAX, type Field, type Values } from './fields'
import { TypedField } from './TypedField'

interface Props {
  fields?: readonly Field[] | undefined
  typed?: string | undefined
  reason?: boolean
  values: Values
  flaws: Values
  onChange: (name: string, value: string) => void
}

/** The fields of an act, its reason and what has to be typed by hand. */
export function ActFields({ fields = [], typed, reason = true, values, flaws, onChange }: Props) {
  const { t } = useLingui()
  const shown = asked(fields, values)
  return (
    <>
      {shown.map((field, at) => (
        <FieldInput
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          flaw={flaws[field.name]}
          first={at === 0}
          onChange={(value) => onChange(field.name, value)}
        />
      ))}
      {reason && (
        <Textarea
          name="reason"
          label={t`Reason`}
          description={t`Goes on record with the act.`}
          required
          rows={2}
          {...(shown.length === 0 && FOCUS)}
          maxLength={REASON_CHARS_MAX}
          value={values.reason ?? ''}
          error={flaws.reason}
          onChange={(event) => onChange('reason', event.currentTarget.value)}
        />
      )}
      {typed !== undefined && (
        <TypedField
          typed={typed}
          value={values.typed ?? ''}
          flaw={flaws.typed}
          onChange={(value) => onChange('typed', value)}
        />
      )}
    </>
  )
}
