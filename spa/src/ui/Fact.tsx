import type { ReactNode } from 'react'
import classes from './Fact.module.css'

/** One line of a `dl`. */
export function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}
