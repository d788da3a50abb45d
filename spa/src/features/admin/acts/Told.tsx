import { useLocation } from '@tanstack/react-router'
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { Notice } from '~/ui/Notice'
import classes from './acts.module.css'

const Tell = createContext<(words: string) => void>(() => undefined)

/** Says on this page what an act has done. */
export function useTell(): (words: string) => void {
  return useContext(Tell)
}

/** What the page at this address says, until another one is gone to. */
let onTheWay: { path: string; words: string } | null = null

/** Says it on the page at this address, to which the act leads. */
export function tellAt(path: string, words: string): void {
  onTheWay = { path, words }
}

/** Keeps what the last act did in sight, on its page or on the one that it led to, until the next act. */
export function Told({ children }: { children: (told: ReactNode) => ReactNode }) {
  const path = useLocation({ select: ({ pathname }) => pathname })
  const [said, setSaid] = useState(() => ({ words: onTheWay?.path === path ? onTheWay.words : '', nth: 0 }))
  useEffect(() => {
    // Kept for the page that it is for, however often that is drawn anew on the way; gone with the next one.
    if (onTheWay?.path !== path) onTheWay = null
  }, [path])
  const tell = useMemo(() => (words: string) => setSaid(({ nth }) => ({ words, nth: nth + 1 })), [])
  const told = said.words !== '' && (
    <div className={classes.told}>
      <Notice key={said.nth} tone="good" role="status">
        <p>{said.words}</p>
      </Notice>
    </div>
  )
  return <Tell value={tell}>{children(told)}</Tell>
}
