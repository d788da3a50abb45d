import type { Asset, Conversation, Generation, Model, Turn, User } from '~/api/types'

export const me: User = {
  id: 'user-1',
  email: 'customer@example.com',
  role: 'customer',
  language: 'en',
  created_at: '2030-01-01T00:00:00Z',
}

export const model: Model = {
  id: 'model-1',
  label: 'Model',
  resolutions: [
    { id: 'auto', label: 'Auto', aspect: null, width: 1024, height: 1024 },
    { id: 'wide', label: 'Wide', aspect: '16:9', width: 1344, height: 768 },
  ],
  batch_max: 4,
  inputs_max: 3,
  image_strength: 'emulated',
  prompt_chars_max: 50,
}

export const asset: Asset = {
  id: 'asset-1',
  width: 640,
  height: 480,
  mime: 'image/png',
  url: '/api/v1/assets/asset-1?variant=original',
  thumb_url: '/api/v1/assets/asset-1?variant=thumb',
}

export const conversation: Conversation = {
  id: 'conversation-1',
  title: 'A red boat',
  created_at: '2030-01-01T00:00:00Z',
  updated_at: '2030-01-01T00:00:00Z',
}

export function generation(change: Partial<Generation> = {}): Generation {
  return {
    id: 'generation-1',
    turn_id: 'turn-1',
    slot: 0,
    state: 'queued',
    cancel_asked: false,
    retryable: false,
    queued_at: '2030-01-01T00:00:00Z',
    ...change,
  }
}

export function turn(change: Partial<Turn> = {}): Turn {
  return {
    id: 'turn-1',
    conversation_id: conversation.id,
    model: model.id,
    mode: 'text_to_image',
    prompt: 'A red boat',
    resolution: 'auto',
    width: 1024,
    height: 1024,
    batch_size: 1,
    inputs: [],
    created_at: '2030-01-01T00:00:00Z',
    generations: [generation()],
    ...change,
  }
}
