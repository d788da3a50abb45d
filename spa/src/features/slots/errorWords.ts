import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { GenerationErrorCode } from '~/api/types'

export interface ErrorWords {
  said: MessageDescriptor
  /** The one act that helps most. */
  act: 'retry' | 'edit'
  /** The model's own words say more than ours. */
  quotes: boolean
  /** What may help another time. */
  hint?: MessageDescriptor
}

/** Our words for every way a picture can fail to come. */
export const errorWords: Record<GenerationErrorCode, ErrorWords> = {
  provider_busy: { said: msg`The image service is overloaded right now.`, act: 'retry', quotes: false },
  provider_timeout: { said: msg`The image service didn’t answer in time.`, act: 'retry', quotes: false },
  provider_error: { said: msg`The image service failed.`, act: 'retry', quotes: false },
  no_image: { said: msg`The model answered in words instead of a picture.`, act: 'edit', quotes: true },
  declined_prompt: {
    said: msg`The safety filter declined this prompt.`,
    act: 'edit',
    quotes: true,
    hint: msg`It may help to leave out real people, brands, violence or nudity, or to describe the scene in other words.`,
  },
  declined_output: {
    said: msg`The safety filter held back the finished picture.`,
    act: 'edit',
    quotes: true,
    hint: msg`The prompt itself went through: a calmer scene or other words may help.`,
  },
  bad_input: { said: msg`The model couldn’t read an attached picture.`, act: 'edit', quotes: false },
  too_large: { said: msg`The attached pictures are too large for this model.`, act: 'edit', quotes: false },
  model_unavailable: { said: msg`This model is out of service at the moment.`, act: 'retry', quotes: false },
  queue_timeout: {
    said: msg`The queue was too long; this picture never started.`,
    act: 'retry',
    quotes: false,
  },
  internal: { said: msg`Something went wrong on our side.`, act: 'retry', quotes: false },
}

/** A newer server may know codes that this page doesn't. */
export function wordsFor(code: string): ErrorWords {
  return (errorWords as Partial<Record<string, ErrorWords>>)[code] ?? errorWords.internal
}

/** The model's own words, which stand in quotation marks behind the server's; the end of long ones is cut off. */
export function quoteIn(message: string): string | null {
  return /“(.+?)”?$/s.exec(message)?.[1] ?? null
}

export function isDeclined(code: string): boolean {
  return code.startsWith('declined_')
}
