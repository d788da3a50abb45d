import { t } from '@lingui/core/macro'

/** As the server takes it. */
const BYTES_MAX = 2 * 1024 * 1024
const LINES_MAX = 10_000

/** Lines that hold something. */
export function linesOf(text: string): number {
  return text.split('\n').filter((line) => line.trim() !== '').length
}

/** What is wrong with it before it is sent; null: nothing. */
export function textFlaw(text: string): string | null {
  const lines = linesOf(text)
  if (lines === 0) return t`Paste the keys, or choose a file.`
  if (lines > LINES_MAX) return t`At most 10,000 lines at once. Split the file.`
  return new Blob([text]).size > BYTES_MAX ? t`At most 2 MiB at once. Split the file.` : null
}
