import type { Generation } from '~/api/types'
import type { PollerStatus } from './poller'

/** What the tabs of one customer tell each other. */
export type TabNews =
  /** To the tab that asks: what this one is waiting for. */
  | { kind: 'watch'; tab: string; ids: string[] }
  /** From the tab that asks, which is a new one: who waits for what? */
  | { kind: 'call' }
  | { kind: 'generations'; generations: Generation[] }
  | { kind: 'gone'; ids: string[] }
  | { kind: 'status'; status: PollerStatus }
  /** The tab that asks is no longer looked at. */
  | { kind: 'unseen' }
  /** Something of this conversation was changed here. */
  | { kind: 'changed'; conversationId: string }

export interface Tabs {
  tell: (news: TabNews) => void
  close: () => void
}

/** Without a channel there is nobody to tell, and the tab is on its own. */
export function openTabs(name: string, hear: (news: TabNews) => void): Tabs {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => undefined, close: () => undefined }
  const channel = new BroadcastChannel(name)
  channel.onmessage = ({ data }: MessageEvent<TabNews>) => hear(data)
  return { tell: (news) => channel.postMessage(news), close: () => channel.close() }
}
