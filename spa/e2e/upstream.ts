import { running } from './running'

/** How the played image service behaves; what is left out is healthy and at once. */
export interface Conduct {
  latency_ms?: number
  fault?: 'no_image' | 'safety_refusal'
  /** The fault ends by itself after it was met this many times. */
  next_requests?: number
}

export async function upstream(conduct: Conduct): Promise<void> {
  const response = await fetch(`${running().sandbox.control_url}/defaults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(conduct),
  })
  if (!response.ok) throw new Error(`the sandbox refused: ${await response.text()}`)
}
