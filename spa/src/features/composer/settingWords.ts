import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { StrengthWord } from './draft'

export const strengthWords: Record<StrengthWord, MessageDescriptor> = {
  loose: msg({ message: 'Loose', context: 'likeness' }),
  balanced: msg({ message: 'Balanced', context: 'likeness' }),
  close: msg({ message: 'Close', context: 'likeness' }),
}

const SHAPES: Record<string, MessageDescriptor> = {
  auto: msg`Auto`,
  square: msg`Square`,
  portrait: msg`Portrait`,
  landscape: msg`Landscape`,
  tall: msg`Tall`,
  wide: msg`Wide`,
}

const TWO_K = '-2k'

export function is2k(resolutionId: string): boolean {
  return resolutionId.endsWith(TWO_K)
}

/** Our word for a shape, or the server's label for one that we have no word for. */
export function resolutionWords(id: string, label: string | undefined): string {
  const shape = SHAPES[is2k(id) ? id.slice(0, -TWO_K.length) : id]
  if (shape === undefined) return label ?? id
  return is2k(id) ? `${i18n._(shape)} 2K` : i18n._(shape)
}
