import { client } from '~/api/client'
import { newIdempotencyKey, overNetworkFailures } from '~/api/deed'
import { unwrap } from '~/api/problem'
import type { Conversation, Turn } from '~/api/types'
import type { PendingSubmit } from './draft'
import type { TurnBody } from './rules'

export interface Accepted {
  turn: Turn
  conversation: Conversation
}

/** The same words again after an unknown end keep their key; anything else is a new deed. */
export function pendingFor(body: TurnBody, previous: PendingSubmit | null): PendingSubmit {
  const text = JSON.stringify(body)
  return previous?.body === text ? previous : { key: newIdempotencyKey(), body: text }
}

export async function submitTurn(pending: PendingSubmit): Promise<Accepted> {
  const body = JSON.parse(pending.body) as TurnBody
  return overNetworkFailures(() =>
    unwrap(client.POST('/api/v1/turns', { body, params: { header: { 'Idempotency-Key': pending.key } } })),
  )
}
