import { NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import '@mantine/core/styles/PasswordInput.layer.css'
import { useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import classes from './acts.module.css'
import type { Field } from './fields'

/** Where a dialog puts the focus when it opens. */
export const FOCUS = { 'data-autofocus': true }

interface Props {
  field: Field
  value: string
  flaw: string | undefined
  /** Gets the focus when its dialog opens. */
  first?: boolean
  onChange: (value: string) => void
}

export function FieldInput({ field, value, flaw, first = false, onChange }: Props) {
  const { t } = useLingui()
  const id = useId()
  const { label, hint } = field
  const shared = {
    label,
    value,
    name: field.name,
    ...(hint !== undefined && { description: hint }),
    ...(flaw !== undefined && { error: flaw }),
    ...(first && FOCUS),
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  }
  switch (field.kind) {
    case 'text':
      return <TextInput {...shared} required={field.required === true} autoComplete="off" />
    case 'whole':
      return (
        <TextInput {...shared} required={field.required === true} inputMode="numeric" autoComplete="off" />
      )
    case 'secret':
      return (
        <PasswordInput
          {...shared}
          required={field.required === true}
          // Password managers would keep it as the password of this site.
          autoComplete="off"
          data-1p-ignore
          data-lpignore="true"
          visibilityToggleButtonProps={{ 'aria-label': t`Show: ${label}`, tabIndex: 0 }}
        />
      )
    case 'choice':
      return <NativeSelect {...shared} data={field.options} />
    case 'tick':
      return (
        <div>
          <div className={classes.tick}>
            <input
              id={id}
              type="checkbox"
              checked={value === '1'}
              aria-describedby={hint === undefined ? undefined : `${id}-hint`}
              onChange={(event) => onChange(event.currentTarget.checked ? '1' : '')}
            />
            <label htmlFor={id}>{label}</label>
          </div>
          {hint !== undefined && (
            <span id={`${id}-hint`} className={classes.hint}>
              {hint}
            </span>
          )}
        </div>
      )
  }
}
