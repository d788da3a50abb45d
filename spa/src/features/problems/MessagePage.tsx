import { Text, Title } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import classes from './MessagePage.module.css'

interface Props {
  title: string
  text: string
  reference?: string | undefined
  children: ReactNode
}

/** One thing to say and one thing to do, in the middle of the page. */
export function MessagePage({ title, text, reference, children }: Props) {
  return (
    <main className={classes.page}>
      <Title order={1}>{title}</Title>
      <Text c="dimmed" maw={420}>
        {text}
      </Text>
      {reference !== undefined && (
        <Text fz="xs" c="dimmed">
          <Trans>Reference:</Trans> <code>{reference}</code>
        </Text>
      )}
      <div className={classes.act}>{children}</div>
    </main>
  )
}
