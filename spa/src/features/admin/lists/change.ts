export interface ChangedField {
  name: string
  before: string
  after: string
}

/** What an act changed, field by field; those that stayed the same are left out. */
export function changesOf(before: unknown, after: unknown): ChangedField[] {
  const was = fieldsOf(before)
  const is = fieldsOf(after)
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((name) => ({ name, before: textOf(was[name]), after: textOf(is[name]) }))
    .filter((field) => field.before !== field.after)
}

/** A bare value is a field without a name. */
function fieldsOf(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {}
  return typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : { '': value }
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
