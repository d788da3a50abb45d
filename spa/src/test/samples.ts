import type {
  ActivityItem,
  Asset,
  Conversation,
  GalleryItem,
  Generation,
  Model,
  Offer,
  Payment,
  Plan,
  Processor,
  Subscription,
  Turn,
  User,
} from '~/api/types'

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
  starred: false,
}

export const conversation: Conversation = {
  id: 'conversation-1',
  title: 'A red boat',
  created_at: '2030-01-01T00:00:00Z',
  updated_at: '2030-01-01T00:00:00Z',
  pinned: false,
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

/** A picture of the gallery, told by its number from the newest on; one a minute. */
export function galleryItem(number: number, change: Partial<GalleryItem> = {}): GalleryItem {
  const id = `asset-${number}`
  return {
    asset: {
      ...asset,
      id,
      url: `/api/v1/assets/${id}?variant=original`,
      thumb_url: `/api/v1/assets/${id}?variant=thumb`,
    },
    kind: 'output',
    generation_id: `generation-${number}`,
    turn_id: 'turn-1',
    conversation_id: conversation.id,
    slot: 0,
    prompt: `Boat ${number}`,
    mode: 'text_to_image',
    model: model.id,
    created_at: new Date(Date.UTC(2030, 0, 5, 12, -number)).toISOString(),
    ...change,
  }
}

export function activityItem(change: Partial<Generation> = {}): ActivityItem {
  return {
    generation: generation(change),
    conversation_id: conversation.id,
    prompt: 'A red boat',
    width: 1024,
    height: 1024,
  }
}

export const plan: Plan = {
  id: 'standard',
  label: 'Standard',
  price: { amount: '9.00', currency: 'USD' },
  request_limit: 2000,
  months: 1,
}

export function subscription(change: Partial<Subscription> = {}): Subscription {
  return {
    state: 'active',
    plan: { id: 'standard', label: 'Standard' },
    starts_at: '2030-11-14T09:00:00Z',
    ends_at: '2030-12-14T09:00:00Z',
    queued: [],
    ...change,
  }
}

export function offer(change: Partial<Offer> = {}): Offer {
  return { id: 'BTC-CHAIN', coin: 'BTC', network: 'Bitcoin', estimate: '0.00009841', ...change }
}

export function processor(change: Partial<Processor> = {}): Processor {
  return {
    id: 'btcpay',
    label: 'BTCPay',
    coin_needed: true,
    by_hand: false,
    available: true,
    offers: [offer()],
    ...change,
  }
}

/** What a payment may lack. */
export type Optional = 'coin' | 'network' | 'address' | 'asked' | 'pay_uri'

/** An invoice that waits for its money. */
export function payment(change: Partial<Payment> = {}, lacks: Optional[] = []): Payment {
  const whole: Payment = {
    id: 'payment-1',
    state: 'pending',
    in_review: false,
    plan: { id: 'standard', label: 'Standard' },
    months: 1,
    request_limit: 2000,
    price: plan.price,
    processor: { id: 'btcpay', label: 'BTCPay' },
    by_hand: false,
    coin: { id: 'BTC-CHAIN', name: 'BTC' },
    network: 'Bitcoin',
    address: 'bc1qaddress',
    pay_uri: 'bitcoin:bc1qaddress?amount=0.00009841',
    asked: '0.00009841',
    transactions: [],
    expires_at: '2099-01-01T00:00:00Z',
    created_at: '2030-01-01T00:00:00Z',
    changed_at: '2030-01-01T00:00:00Z',
    ...change,
  }
  const kept = Object.entries(whole).filter(([name]) => !(lacks as string[]).includes(name))
  return Object.fromEntries(kept) as unknown as Payment
}
