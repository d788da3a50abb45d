import { describe, expect, it } from 'vitest'
import { asset, model, turn } from '~/test/samples'
import { fromAsset } from './composerStore'
import { DEFAULT_SETTINGS } from './draft'
import {
  blockOf,
  bodyOfTurn,
  isRecallKey,
  isSubmitKey,
  modeOf,
  strengthWord,
  toBody,
  type ComposerState,
  type Input,
} from './rules'

const uploading: Input = { id: 'u', name: 'a.png', preview: 'blob:a', status: 'uploading' }

function state(change: Partial<ComposerState> = {}): ComposerState {
  return { prompt: 'A red boat', inputs: [], settings: DEFAULT_SETTINGS, needsPicture: false, ...change }
}

describe('the mode', () => {
  it('follows the attached pictures', () => {
    expect(modeOf([])).toBe('text_to_image')
    expect(modeOf([fromAsset(asset)])).toBe('image_to_image')
  })
})

describe('what keeps a prompt from being sent', () => {
  it('is nothing when there are words', () => expect(blockOf(state(), model)).toBeNull())
  it('is that there are no words', () => {
    expect(blockOf(state({ prompt: ' \n ' }), model)).toEqual({ why: 'prompt_empty' })
  })
  it('is a picture that the words are to change, until one is attached', () => {
    expect(blockOf(state({ needsPicture: true }), model)).toEqual({ why: 'picture_missing' })
    expect(blockOf(state({ needsPicture: true, inputs: [fromAsset(asset)] }), model)).toBeNull()
  })
  it('is its length, counted in characters and not in code units', () => {
    expect(blockOf(state({ prompt: '🚤'.repeat(50) }), model)).toBeNull()
    expect(blockOf(state({ prompt: '🚤'.repeat(53) }), model)).toEqual({ why: 'prompt_too_long', over: 3 })
  })
  it('is a picture that is still on its way', () => {
    const inputs = [fromAsset(asset), uploading]
    expect(blockOf(state({ inputs }), model)).toEqual({ why: 'uploading', position: 2, total: 2 })
  })
  it('is a picture that could not be stored', () => {
    const inputs: Input[] = [{ ...uploading, status: 'failed', code: 'image_too_large' }]
    expect(blockOf(state({ inputs }), model)).toEqual({ why: 'upload_failed' })
  })
  it('is more pictures than the model takes, after another model was chosen', () => {
    const inputs = [fromAsset(asset), fromAsset({ ...asset, id: 'asset-2' })]
    expect(blockOf(state({ inputs }), { ...model, inputs_max: 1 })).toEqual({
      why: 'too_many_inputs',
      max: 1,
    })
  })
})

describe('what is sent', () => {
  it('has no strength and no inputs without a picture', () => {
    expect(toBody(state(), model, null)).toEqual({
      model: 'model-1',
      mode: 'text_to_image',
      prompt: 'A red boat',
      resolution: 'auto',
      batch_size: 1,
    })
  })
  it('has the strength of the chosen word with a picture', () => {
    const body = toBody(state({ inputs: [fromAsset(asset)] }), model, 'c')
    expect(body).toMatchObject({
      conversation_id: 'c',
      mode: 'image_to_image',
      inputs: ['asset-1'],
      image_strength: 0.6,
    })
  })
  it('has no strength for a model that has none', () => {
    const body = toBody(state({ inputs: [fromAsset(asset)] }), { ...model, image_strength: 'none' }, null)
    expect(body).not.toHaveProperty('image_strength')
  })
  it('keeps to what the model offers', () => {
    const settings = { ...DEFAULT_SETTINGS, resolution: 'gone', batchSize: 9 }
    expect(toBody(state({ settings }), model, null)).toMatchObject({ resolution: 'auto', batch_size: 4 })
  })
  it('is the same again for an earlier turn', () => {
    const earlier = turn({ mode: 'image_to_image', inputs: [asset], image_strength: 0.9, batch_size: 2 })
    expect(bodyOfTurn(earlier)).toMatchObject({ inputs: ['asset-1'], image_strength: 0.9, batch_size: 2 })
  })
})

it('words a strength by the nearest of the three', () => {
  expect([0, 0.3, 0.5, 0.7, 0.8, 1].map(strengthWord)).toEqual([
    'loose',
    'loose',
    'balanced',
    'balanced',
    'close',
    'close',
  ])
})

const UNMODIFIED = {
  keyCode: 0,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
}

describe('the key that sends', () => {
  const key = { key: 'Enter', ...UNMODIFIED }
  it('is Enter with Ctrl or Cmd', () => {
    expect(isSubmitKey({ ...key, ctrlKey: true }, false)).toBe(true)
    expect(isSubmitKey({ ...key, metaKey: true }, true)).toBe(true)
    expect(isSubmitKey(key, false)).toBe(false)
  })
  it('is Enter alone where that is wanted, and Shift still begins a line', () => {
    expect(isSubmitKey(key, true)).toBe(true)
    expect(isSubmitKey({ ...key, shiftKey: true }, true)).toBe(false)
    expect(isSubmitKey({ ...key, altKey: true }, true)).toBe(false)
  })
  it('is not the one that ends a word in an input method', () => {
    expect(isSubmitKey({ ...key, ctrlKey: true, isComposing: true }, true)).toBe(false)
    expect(isSubmitKey({ ...key, keyCode: 229 }, true)).toBe(false)
  })
})

describe('the key that brings the last prompt back', () => {
  const key = { key: 'ArrowUp', ...UNMODIFIED }
  it('is the arrow up where nothing is written', () => {
    expect(isRecallKey(key, '')).toBe(true)
  })
  it('moves the caret where something is, and selects with Shift', () => {
    expect(isRecallKey(key, 'A boat')).toBe(false)
    expect(isRecallKey({ ...key, shiftKey: true }, '')).toBe(false)
  })
})
