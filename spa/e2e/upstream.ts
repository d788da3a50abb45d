import { running, type Running } from './running'

/** How the played image service behaves; what is left out is healthy and at once. */
export interface Conduct {
  latency_ms?: number
  fault?: 'no_image' | 'safety_refusal' | 'key_invalid'
  /** The fault ends by itself after it was met this many times. */
  next_requests?: number
}

/** The played image service of a product. */
export function upstreamOf({ sandbox }: Pick<Running, 'sandbox'>) {
  return async (conduct: Conduct): Promise<void> => {
    const response = await fetch(`${sandbox.control_url}/defaults`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(conduct),
    })
    if (!response.ok) throw new Error(`the sandbox refused: ${await response.text()}`)
  }
}

/** That of the product that all journeys of a worker share. */
export const upstream = (conduct: Conduct) => upstreamOf(running())(conduct)
