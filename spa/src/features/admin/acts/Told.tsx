import { createContext, useContext, useMemo, useState, type ReactNode } from 'react'
import { Notice } from '~/ui/Notice'
import classes from './acts.module.css'

const Tell = createContext<(words: string) => void>(() => undefined)

/** Says on this page what an act has done. */
export function useTell(): (words: string) => void {
  return useContext(Tell)
}

/** Keeps what the last act of a page did in sight until the next one. */
export function Told({ children }: { children: (told: ReactNode) => ReactNode }) {
  const [said, setSaid] = useState({ words: '', nth: 0 })
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
