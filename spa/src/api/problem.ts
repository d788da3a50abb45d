import type { Problem } from './types'

/** The server answered, and its answer is a refusal. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  /** When it is worth trying again, as this device's clock goes; null where the server didn't say. */
  readonly retryAtMs: number | null
  constructor(readonly problem: Problem) {
    super(problem.detail)
    const seconds = problem.retry_after_seconds
    this.retryAtMs = seconds == null ? null : Date.now() + seconds * 1_000
  }

  get code(): string {
    return this.problem.code
  }
}

/** No answer of ours came back: offline, the server is away, or something between answered in its place. */
export class UnreachableError extends Error {
  override name = 'UnreachableError'
  constructor(readonly retryAfterMs: number | null = null) {
    super('the server is unreachable')
  }
}

interface Outcome<T> {
  data?: T
  error?: unknown
  response: Response
}

/** Turns an openapi-fetch call into its data, or one of the two errors above. */
export async function unwrap<T>(call: Promise<Outcome<T>>): Promise<T> {
  const { data, error, response } = await reach(call)
  if (error !== undefined || !response.ok) throw toError(error, response)
  return data as T
}

export async function reach<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new UnreachableError()
  }
}

export function toError(error: unknown, response: Response): ProblemError | UnreachableError {
  return isProblem(error) ? new ProblemError(error) : new UnreachableError(retryAfterMs(response))
}

export function retryAfterMs(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? NaN)
  return Number.isFinite(seconds) ? seconds * 1_000 : null
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof ProblemError && error.code === code
}

/** A foreign, a deleted and a mistyped address are all the same to a customer. */
export function leadsNowhere(error: unknown): boolean {
  return error instanceof ProblemError && [400, 404, 422].includes(error.problem.status)
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string'
}
