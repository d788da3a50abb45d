import { rest } from '~/lib/rest'
import { ProblemError, UnreachableError } from './problem'

/** Rests before the second and the third try; the key makes them safe. */
const RETRY_AFTER_MS = [500, 1_500]

export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** True where the server certainly stored nothing, so that the key has done its work. */
export function isFinalRefusal(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.status < 500
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
