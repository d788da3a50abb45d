import { client } from '~/api/client'
import { ProblemError, UnreachableError, unwrap } from '~/api/problem'
import type { Conversation, Turn } from '~/api/types'
import { rest } from '~/lib/rest'
import type { PendingSubmit } from './draft'
import type { TurnBody } from './rules'

/** Rests before the second and the third try; the key makes them safe. */
const RETRY_AFTER_MS = [500, 1_500]

export interface Accepted {
  turn: Turn
  conversation: Conversation
}

export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The same words again after an unknown end keep their key; anything else is a new deed. */
export function pendingFor(body: TurnBody, previous: PendingSubmit | null): PendingSubmit {
  const text = JSON.stringify(body)
  return previous?.body === text ? previous : { key: newIdempotencyKey(), body: text }
}

/** True where the server certainly stored nothing, so that the key has done its work. */
export function isFinalRefusal(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.status < 500
}

export async function submitTurn(pending: PendingSubmit): Promise<Accepted> {
  const body = JSON.parse(pending.body) as TurnBody
  return overNetworkFailures(() =>
    unwrap(client.POST('/api/v1/turns', { body, params: { header: { 'Idempotency-Key': pending.key } } })),
  )
}

export async function overNetworkFailures<T>(attempt: () => Promise<T>): Promise<T> {
  for (const restMs of RETRY_AFTER_MS) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error
      await rest(restMs)
    }
  }
  return attempt()
}
