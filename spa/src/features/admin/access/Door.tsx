import { Anchor, Title } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSignOut } from '~/features/auth/useSignOut'
import { Mark } from '~/features/shell/Mark'
import { useDocumentTitle } from '~/lib/useDocumentTitle'
import classes from './Door.module.css'

interface Props {
  title: string
  children: ReactNode
}

/** Before the section opens: one thing to do, and two ways to leave. */
export function Door({ title, children }: Props) {
  const signOut = useSignOut()
  useDocumentTitle(title)
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <Mark />
        <Title order={1} className={classes.title}>
          {title}
        </Title>
        {children}
        <p className={classes.foot}>
          <Anchor fz="sm" underline="always" renderRoot={(props) => <Link {...props} to="/c" />}>
            <Trans>Back to the pictures</Trans>
          </Anchor>
          <Anchor
            fz="sm"
            underline="always"
            component="button"
            type="button"
            onClick={() => signOut.mutate()}
          >
            <Trans>Sign out</Trans>
          </Anchor>
        </p>
      </div>
    </main>
  )
}
