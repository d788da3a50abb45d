import { plural, t } from '@lingui/core/macro'

/** Why no more pictures can be attached. */
export function inputsMaxWords(inputsMax: number): string {
  if (inputsMax === 0) return t`This model makes pictures from words alone.`
  return plural(inputsMax, {
    one: 'This model takes at most # picture.',
    other: 'This model takes at most # pictures.',
  })
}
