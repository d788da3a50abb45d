import { create, type Listener } from '~/lib/store'

/**
 * Holds requests that met an ended session until the customer has signed in again over the page; then they are
 * sent once more. Nothing on the page is lost, and the act that was under way goes on by itself.
 */
class SessionGate {
  private readonly state = create<'open' | 'closed'>('open')
  private armed = false
  private waiting: (() => void)[] = []

  /** Only a page that had a session can lose it; before that a 401 is the plain answer "not signed in". */
  arm(): void {
    this.armed = true
  }

  disarm(): void {
    this.armed = false
  }

  get isArmed(): boolean {
    return this.armed
  }

  /** Resolves when the customer has signed in again. */
  wait(signal: AbortSignal): Promise<void> {
    this.state.set('closed')
    return new Promise((resolve, reject) => {
      this.waiting.push(resolve)
      signal.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')), {
        once: true,
      })
    })
  }

  reopen(): void {
    const waiting = this.waiting
    this.waiting = []
    this.state.set('open')
    for (const resolve of waiting) resolve()
  }

  isClosed = (): boolean => this.state.get() === 'closed'
  subscribe = (listener: Listener): (() => void) => this.state.subscribe(listener)
}

export const sessionGate = new SessionGate()
