import type { components } from '~/api.gen'

type Schemas = components['schemas']

export type User = Schemas['User']
export type Inbox = Schemas['Inbox']
export type Waiting = Schemas['Waiting']
export type LinkReply = Schemas['LinkReply']
export type SessionInfo = Schemas['SessionInfo']
export type Conversation = Schemas['Conversation']
export type Turn = Schemas['Turn']
export type Generation = Schemas['Generation']
export type GenerationState = Generation['state']
export type GenerationErrorCode = Schemas['GenerationError']['code']
export type Asset = Schemas['Asset']
export type GalleryItem = Schemas['GalleryItem']
export type GalleryPage = Schemas['GalleryPage']
export type ActivityItem = Schemas['ActivityItem']
export type Model = Schemas['Model']
export type Resolution = Schemas['Resolution']
export type Quota = Schemas['Quota']
export type Subscription = Schemas['Subscription']
export type Plan = Schemas['Plan']
export type Price = Schemas['Price']
export type Offer = Schemas['Offer']
export type Processor = Schemas['Processor']
export type Payment = Schemas['Payment']
export type PaymentState = Payment['state']
export type Problem = Schemas['Problem']
export type ProblemCode = Schemas['ProblemCode']

const TERMINAL: ReadonlySet<GenerationState> = new Set(['succeeded', 'failed', 'cancelled'])

export function isOpen(generation: Generation): boolean {
  return !TERMINAL.has(generation.state)
}
