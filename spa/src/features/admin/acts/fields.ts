import { t } from '@lingui/core/macro'

export type Values = Record<string, string>

interface Common {
  name: string
  label: string
  hint?: string
  initial?: string
  /** Only asked for while this holds of what is filled in so far. */
  when?: (values: Values) => boolean
}

export type Field = Common &
  (
    | { kind: 'text'; required?: boolean }
    /** Typed once: hidden while it is, and never filled in for anybody. */
    | { kind: 'secret'; required?: boolean }
    | { kind: 'whole'; required?: boolean; min: number; max: number }
    | { kind: 'choice'; options: { value: string; label: string }[] }
    /** '1' where it is ticked. */
    | { kind: 'tick' }
  )

/** As the server takes it. */
export const REASON_CHARS_MAX = 500

export function startOf(fields: readonly Field[]): Values {
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      field.initial ?? (field.kind === 'choice' ? (field.options[0]?.value ?? '') : ''),
    ]),
  )
}

export function asked(fields: readonly Field[], values: Values): Field[] {
  return fields.filter(({ when }) => when === undefined || when(values))
}

/** What is wrong with it before anybody is asked; null: nothing. */
export function flawOf(field: Field, value: string): string | null {
  const text = value.trim()
  if (field.kind === 'choice') return text === '' ? t`Choose one.` : null
  if (field.kind === 'tick') return null
  if (text === '') return field.required === true ? t`Fill this in.` : null
  if (field.kind !== 'whole') return null
  const { min, max } = field
  const number = Number(text)
  const good = /^[-+]?\d+$/.test(text) && number >= min && number <= max
  return good ? null : t`A whole number from ${min} to ${max}.`
}
