import { create } from './store'

/** What the polite live region says; one sentence per change, none per tick. */
export const announcement = create('')

export function announce(text: string): void {
  announcement.set(text)
}
