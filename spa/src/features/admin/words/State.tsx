import { StateWord } from '~/ui/Notice'
import type { StateWords } from './words'

/** A state with its sign and its word. */
export function State({ of: { tone, word } }: { of: StateWords }) {
  return <StateWord tone={tone}>{word}</StateWord>
}
