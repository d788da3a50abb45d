import { t } from '@lingui/core/macro'
import { useState } from 'react'
import { asked, flawOf, REASON_CHARS_MAX, startOf, type Field, type Values } from './fields'

const NONE: readonly Field[] = []

interface Options {
  fields?: readonly Field[] | undefined
  /** What has to be typed by hand. */
  typed?: string | undefined
  reason?: boolean
}

/** What is filled in, and what is wrong with it so far. */
export function useActForm({ fields = NONE, typed, reason = true }: Options) {
  const [values, setValues] = useState<Values>(() => ({ ...startOf(fields), reason: '', typed: '' }))
  const [flaws, setFlaws] = useState<Values>({})
  const change = (name: string, value: string) => {
    setValues((before) => ({ ...before, [name]: value }))
    setFlaws((before) => Object.fromEntries(Object.entries(before).filter(([of]) => of !== name)))
  }
  /** The values, trimmed; null, with the focus on the first flaw, where something is wrong. */
  const take = (form: HTMLFormElement): Values | null => {
    const shown = asked(fields, values)
    const found: [string, string | null][] = shown.map((field) => [
      field.name,
      flawOf(field, values[field.name] ?? ''),
    ])
    if (reason) found.push(['reason', reasonFlaw(values.reason ?? '')])
    if (typed !== undefined && values.typed?.trim() !== typed)
      found.push(['typed', t`Type exactly: ${typed}`])
    const wrong = found.filter((one): one is [string, string] => one[1] !== null)
    setFlaws(Object.fromEntries(wrong))
    const first = wrong[0]?.[0]
    if (first !== undefined) {
      form.querySelector<HTMLElement>(`[name="${first}"]`)?.focus()
      return null
    }
    const names = [...shown.map(({ name }) => name), ...(reason ? ['reason'] : [])]
    return Object.fromEntries(names.map((name) => [name, (values[name] ?? '').trim()]))
  }
  return { values, flaws, change, take }
}

function reasonFlaw(text: string): string | null {
  if (text.trim() === '') return t`Say why: the reason goes on record.`
  const max = REASON_CHARS_MAX
  return text.trim().length > max ? t`At most ${max} characters.` : null
}
