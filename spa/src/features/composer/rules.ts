import type { paths } from '~/api.gen'
import type { Asset, Model, Resolution, Turn } from '~/api/types'
import type { Settings, StrengthWord } from './draft'

export type TurnBody = paths['/api/v1/turns']['post']['requestBody']['content']['application/json']

/** How closely the result keeps to the input, 1 being closest. */
export const STRENGTHS: Record<StrengthWord, number> = { loose: 0.3, balanced: 0.6, close: 0.9 }

export type Input =
  | { id: string; name: string; preview: string; status: 'uploading' }
  | { id: string; name: string; preview: string; status: 'ready'; asset: Asset }
  | {
      id: string
      name: string
      preview: string
      status: 'failed'
      code: string
      /** Of an upload that may go well another time. */
      file?: File
    }

export interface ComposerState {
  prompt: string
  inputs: Input[]
  settings: Settings
  needsPicture: boolean
}

export function readyAssets(inputs: Input[]): Asset[] {
  return inputs.flatMap((input) => (input.status === 'ready' ? [input.asset] : []))
}

/** Attaching a picture is what makes it image to image; taking the last one away turns it back. */
export function modeOf(inputs: Input[]): Turn['mode'] {
  return inputs.length > 0 ? 'image_to_image' : 'text_to_image'
}

export function modelOf(settings: Settings, models: Model[], defaultModel: string): Model | undefined {
  const find = (id: string | null) => models.find((model) => model.id === id)
  return find(settings.model) ?? find(defaultModel) ?? models[0]
}

export function resolutionOf(settings: Settings, model: Model): Resolution | undefined {
  return model.resolutions.find(({ id }) => id === settings.resolution) ?? model.resolutions[0]
}

export function batchSizeOf(settings: Settings, model: Model): number {
  return Math.min(Math.max(settings.batchSize, 1), model.batch_max)
}

export function offersStrength(inputs: Input[], model: Model): boolean {
  return inputs.length > 0 && model.image_strength !== 'none'
}

/** The word nearest to a strength that an earlier turn was made with. */
export function strengthWord(value: number): StrengthWord {
  const words = Object.keys(STRENGTHS) as StrengthWord[]
  const distance = (word: StrengthWord) => Math.abs(STRENGTHS[word] - value)
  return words.reduce((best, word) => (distance(word) < distance(best) ? word : best))
}

export type Block =
  | { why: 'prompt_empty' }
  | { why: 'prompt_too_long'; over: number }
  | { why: 'uploading'; position: number; total: number }
  | { why: 'upload_failed' }
  | { why: 'too_many_inputs'; max: number }
  | { why: 'picture_missing' }

/** What keeps this from being sent, if anything. Generate waits for uploads: inputs are exactly the chips shown. */
export function blockOf(state: ComposerState, model: Model): Block | null {
  const uploading = state.inputs.filter(({ status }) => status === 'uploading').length
  if (uploading > 0) {
    const total = state.inputs.length
    return { why: 'uploading', position: total - uploading + 1, total }
  }
  if (state.inputs.some(({ status }) => status === 'failed')) return { why: 'upload_failed' }
  // The model was changed to one that takes fewer.
  if (state.inputs.length > model.inputs_max) return { why: 'too_many_inputs', max: model.inputs_max }
  if (state.needsPicture && state.inputs.length === 0) return { why: 'picture_missing' }
  if (state.prompt.trim() === '') return { why: 'prompt_empty' }
  const over = Array.from(state.prompt).length - model.prompt_chars_max
  return over > 0 ? { why: 'prompt_too_long', over } : null
}

export function toBody(state: ComposerState, model: Model, conversationId: string | null): TurnBody {
  const inputs = readyAssets(state.inputs).map(({ id }) => id)
  return {
    ...(conversationId === null ? {} : { conversation_id: conversationId }),
    model: model.id,
    mode: modeOf(state.inputs),
    prompt: state.prompt,
    resolution: resolutionOf(state.settings, model)?.id ?? state.settings.resolution,
    batch_size: batchSizeOf(state.settings, model),
    ...(inputs.length > 0 ? { inputs } : {}),
    ...(offersStrength(state.inputs, model) ? { image_strength: STRENGTHS[state.settings.strength] } : {}),
  }
}

/** The same again: what a turn was asked with, under the same conversation. */
export function bodyOfTurn(turn: Turn): TurnBody {
  const inputs = turn.inputs.map(({ id }) => id)
  return {
    conversation_id: turn.conversation_id,
    model: turn.model,
    mode: turn.mode,
    prompt: turn.prompt,
    resolution: turn.resolution,
    batch_size: turn.batch_size,
    ...(inputs.length > 0 ? { inputs } : {}),
    ...(turn.image_strength == null ? {} : { image_strength: turn.image_strength }),
  }
}

interface KeyPress extends Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
> {
  /** Out of use but for one thing: only here does Safari say that an input method keeps the key to itself. */
  keyCode: number
}

const KEY_OF_INPUT_METHOD = 229

/** The key only ends a word in an input method. */
function isComposing(press: KeyPress): boolean {
  return press.isComposing || press.keyCode === KEY_OF_INPUT_METHOD
}

/** Ctrl+Enter or Cmd+Enter always; Enter alone where the customer wants that. */
export function isSubmitKey(press: KeyPress, enterSends: boolean): boolean {
  if (press.key !== 'Enter' || isComposing(press)) return false
  return press.ctrlKey || press.metaKey || (enterSends && !press.shiftKey && !press.altKey)
}

/** Arrow up in an empty prompt brings the last one back. */
export function isRecallKey(press: KeyPress, prompt: string): boolean {
  const modified = press.ctrlKey || press.metaKey || press.altKey || press.shiftKey
  return press.key === 'ArrowUp' && prompt === '' && !modified && !isComposing(press)
}
