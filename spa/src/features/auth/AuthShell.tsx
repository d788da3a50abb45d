import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Mark } from '~/features/shell/Mark'
import classes from './AuthShell.module.css'

export function AuthShell({
  title,
  children,
  foot,
}: {
  title: string
  children: ReactNode
  foot: ReactNode
}) {
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <Mark />
        <Title order={1} mt={24} mb={24}>
          {title}
        </Title>
        {children}
        <div className={classes.foot}>{foot}</div>
      </div>
    </main>
  )
}
