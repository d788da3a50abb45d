import { create, type Listener } from '~/lib/store'

/** What is asked for before an act goes on: a fresh sign-in, a code of the second factor, or to enrol one first. */
export type Asked = 'fresh' | 'code' | 'enrol'

interface Waiting {
  asked: Asked
  resolve: (given: boolean) => void
}

/** Enrolling and a code let in at all, so they come before a fresh sign-in. */
const ORDER: Asked[] = ['enrol', 'code', 'fresh']

/**
 * Holds acts that the server wants more for, until it was given or the admin has turned away. Several acts may wait;
 * one thing is asked for at a time.
 */
class AccessGate {
  private readonly state = create<Asked | null>(null)
  private waiting: Waiting[] = []

  /** True: given, the act can be repeated. False: turned away. */
  ask(asked: Asked): Promise<boolean> {
    return new Promise((resolve) => {
      this.waiting.push({ asked, resolve })
      this.show()
    })
  }

  settle(asked: Asked, given: boolean): void {
    const over = this.waiting.filter((one) => one.asked === asked)
    this.waiting = this.waiting.filter((one) => one.asked !== asked)
    this.show()
    for (const { resolve } of over) resolve(given)
  }

  asked = (): Asked | null => this.state.get()
  subscribe = (listener: Listener): (() => void) => this.state.subscribe(listener)

  private show(): void {
    this.state.set(ORDER.find((asked) => this.waiting.some((one) => one.asked === asked)) ?? null)
  }
}

export const accessGate = new AccessGate()

/** While this is asked for, Escape is meant for that dialog and not for one beneath it. */
export function accessPending(): boolean {
  return accessGate.asked() !== null
}
