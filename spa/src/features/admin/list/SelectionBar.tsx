import { Button } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { countOf, NONE } from './chosen'
import classes from './ListView.module.css'
import type { Choosing } from './ListTable'
import { formatTotal } from './totalWords'
import type { Page } from './spec'

interface Props {
  choosing: Choosing
  total: Page<never>['total'] | undefined
  /** Where an act takes whatever the filter finds. */
  everyone: boolean
  children: ReactNode
}

/** How many are ticked, and what can be done with them. */
export function SelectionBar({ choosing: { chosen, choose }, total, everyone, children }: Props) {
  const { t } = useLingui()
  const count = countOf(chosen, total)
  if (!chosen.all && count === 0) return null
  const all = total === undefined ? '' : formatTotal(total)
  const more = everyone && !chosen.all && total !== undefined && (total.more || total.count > count)
  return (
    <div className={classes.selection} role="toolbar" aria-label={t`Ticked rows`}>
      <span role="status" className={classes.count}>
        {chosen.all ? (
          <Trans>All {all} selected</Trans>
        ) : (
          <Plural value={count} one="# selected" other="# selected" />
        )}
      </span>
      {more && (
        <Button variant="subtle" size="compact-sm" onClick={() => choose({ all: true })}>
          <Trans>Select all {all} that match</Trans>
        </Button>
      )}
      <div className={classes.acts}>{children}</div>
      <Button variant="subtle" color="gray" c="var(--np-text)" size="compact-sm" onClick={() => choose(NONE)}>
        <Trans>Select none</Trans>
      </Button>
    </div>
  )
}
