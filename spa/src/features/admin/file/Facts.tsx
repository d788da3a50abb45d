import type { ReactNode } from 'react'
import classes from './file.module.css'

/** A list of `Fact`s. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>
}
