import { English } from '../words/English'
import { attentionWords } from './attentionWords'
import type { Attention } from './overview'

/** In the language of the page where there are words for it; what else the server tells is English everywhere. */
export function AttentionTitle({ of }: { of: Attention }) {
  return attentionWords(of) ?? <English>{of.title}</English>
}
