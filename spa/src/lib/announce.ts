import { create } from './store'

export interface Announcement {
  text: string
  /** The same sentence said twice is two of them. */
  nth: number
}

/** What the polite live region says; one sentence per change, none per tick. */
export const announcement = create<Announcement>({ text: '', nth: 0 })

export function announce(text: string): void {
  announcement.set({ text, nth: announcement.get().nth + 1 })
}
