import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Moment } from '../file/Moment'
import type { KeyFile } from '../file/types'
import { English } from '../words/English'
import { State } from '../words/State'
import { keyStateWords } from '../words/words'
import classes from './key.module.css'

/** Its state, for what cause, since when, and when it is tried next. */
export function KeyState({ file: { key, events } }: { file: KeyFile }) {
  const cause = events[0]?.after === key.state ? events[0] : undefined
  const parts: ReactNode[] = []
  if (cause !== undefined) {
    parts.push(
      <span key="cause">
        <English>{cause.cause}</English>, <Moment at={cause.at} />
      </span>,
    )
  }
  if (key.until !== undefined) {
    parts.push(
      <span key="until">
        <Trans>
          until <Moment at={key.until} exact />
        </Trans>
      </span>,
    )
  }
  const tried = key.state === 'cooldown' || key.state === 'probation'
  if (tried && key.next_at !== undefined) {
    parts.push(
      <span key="next">
        <Trans>
          next probe <Moment at={key.next_at} />
        </Trans>
      </span>,
    )
  }
  return (
    <span className={classes.state}>
      <State of={keyStateWords(key.state)} />
      {parts}
    </span>
  )
}
