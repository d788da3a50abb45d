import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Inbox } from '~/api/types'
import { Fact } from '~/ui/Fact'
import classes from './InboxWords.module.css'

interface Props {
  inbox: Inbox
  /** Beside the address. */
  change?: ReactNode
  children: ReactNode
}

/** Where to look for a mail, and by what to know it. */
export function InboxWords({ inbox, change, children }: Props) {
  const { t } = useLingui()
  return (
    <div className={classes.words}>
      {children}
      <dl className={classes.facts}>
        <Fact term={t`To`}>
          <strong>{inbox.email}</strong> {change}
        </Fact>
        <Fact term={t`From`}>{inbox.sender}</Fact>
        <Fact term={t`Subject`}>{inbox.subject}</Fact>
      </dl>
      <p className={classes.hint}>
        <Trans>It can take a few minutes. If nothing comes, look into the spam folder too.</Trans>
      </p>
    </div>
  )
}
