/**
 * Which of the open tabs asks the server. A Web Lock has one holder, and goes to the next in line when its tab closes
 * or crashes. A tab that is looked at takes it: a tab in the background may be put to sleep with the lock in its hand.
 */
export class Leader {
  /** How the lock is asked for, until it is held or lost. */
  private asked: 'line' | 'steal' | null = null
  private round = 0
  private abandon: () => void = () => undefined

  constructor(
    /** Absent in an insecure context and in old browsers: then every tab leads. */
    private readonly locks: LockManager | undefined,
    private readonly name: string,
    private readonly onChange: (leads: boolean) => void,
  ) {}

  leads = false

  /** Gets in line, where it isn't yet. */
  queue(): void {
    if (this.locks === undefined) this.set(true)
    else if (!this.leads && this.asked === null) void this.request(this.locks, 'line')
  }

  /** Doesn't wait for it. */
  take(): void {
    if (this.locks === undefined) this.set(true)
    else if (!this.leads && this.asked !== 'steal') void this.request(this.locks, 'steal')
  }

  stop(): void {
    this.round += 1
    this.abandon()
    this.set(false)
  }

  private async request(locks: LockManager, how: 'line' | 'steal'): Promise<void> {
    this.abandon()
    const round = (this.round += 1)
    this.asked = how
    const line = new AbortController()
    let letGo: () => void = () => undefined
    const held = new Promise<void>((resolve) => (letGo = resolve))
    this.abandon = () => {
      line.abort()
      letGo()
    }
    try {
      await locks.request(this.name, how === 'steal' ? { steal: true } : { signal: line.signal }, () => {
        // What was abandoned too late for its signal comes here as well, and is let go at once.
        if (round === this.round) this.hold()
        return held
      })
    } catch (error) {
      // Taken by another tab, or no longer waited for; anything else means that this browser lends no locks here.
      const lends = error instanceof DOMException && error.name === 'AbortError'
      if (!lends && round === this.round) return this.hold()
    }
    if (round !== this.round) return
    this.set(false)
    void this.request(locks, 'line')
  }

  private hold(): void {
    this.asked = null
    this.set(true)
  }

  private set(leads: boolean): void {
    if (leads === this.leads) return
    this.leads = leads
    this.onChange(leads)
  }
}
