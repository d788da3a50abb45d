import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import classes from './Folded.module.css'

/** What was to be sent, out of sight while nothing is to be sent; kept for whoever compares it with his wallet. */
export function Folded({ children }: { children: ReactNode }) {
  return (
    <details className={classes.folded}>
      <summary>
        <Trans>Payment data</Trans>
      </summary>
      {children}
    </details>
  )
}
