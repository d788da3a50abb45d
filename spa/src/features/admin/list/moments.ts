/** The moment of an address as a field of the browser's own time has it; '' where there is none. */
export function toLocal(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return ''
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}

/** The same the other way: in UTC, so that an address means the same to everybody it is sent to. */
export function fromLocal(local: string): string {
  const date = new Date(local)
  return local === '' || Number.isNaN(date.getTime()) ? '' : `${date.toISOString().slice(0, 19)}Z`
}
