import { useLocation, type HistoryState } from '@tanstack/react-router'

declare module '@tanstack/react-router' {
  /** What one page of the door tells the next: beside the address, as addresses stay in histories and logs. */
  interface HistoryState {
    /** Nobody is asked for it twice. */
    email?: string
    /** What has just been done. */
    done?: 'reset'
  }
}

export function usePassing(): HistoryState {
  return useLocation({ select: ({ state }): HistoryState => state })
}
