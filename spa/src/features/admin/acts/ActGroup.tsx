import type { ReactNode } from 'react'
import classes from './acts.module.css'

interface Props {
  title: string
  children: ReactNode
}

/** Acts that are about the same thing. */
export function ActGroup({ title, children }: Props) {
  return (
    <fieldset className={classes.group}>
      <legend>{title}</legend>
      <div className={classes.row}>{children}</div>
    </fieldset>
  )
}

export function ActGroups({ children }: { children: ReactNode }) {
  return <div className={classes.groups}>{children}</div>
}
