import { Title } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import { Mark } from '~/features/shell/Mark'
import classes from './AuthShell.module.css'

interface Props {
  title: string
  children: ReactNode
  /** The other way to go. */
  foot?: ReactNode
}

/** A page at the door: the mark, one thing to do, and below a line the other way. */
export function AuthShell({ title, children, foot }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  // What was pressed is gone with the step before; who reads by ear begins at the top of the next one.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [title])
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <Mark />
        <Title order={1} mt={24} mb={24} ref={heading} tabIndex={-1} className={classes.title}>
          {title}
        </Title>
        <div className={classes.content}>{children}</div>
        {foot != null && foot !== false && <div className={classes.foot}>{foot}</div>}
      </div>
    </main>
  )
}
