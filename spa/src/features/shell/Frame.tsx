import { useMediaQuery } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import type { MouseEvent, ReactNode } from 'react'
import classes from './Frame.module.css'

/** Whether there is room for a rail beside the page. */
export function useWide(): boolean {
  return useMediaQuery('(min-width: 1024px)', undefined, { getInitialValueInEffect: false })
}

interface Props {
  /** Beside the page; not where it is narrow. */
  rail: ReactNode
  railLabel: string
  /** A rail of short words. */
  slim?: boolean
  /** Above the page where it is narrow, with what it opens. */
  bar: ReactNode
  /** What everybody has to know, whatever the page. */
  notice: ReactNode
  children: ReactNode
}

/** Without a step in the history, and a name in the address that a thread would look for among its turns. */
function skip(event: MouseEvent) {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

/** A rail beside the page where there is room; below that one slim bar, and the rail in a drawer. */
export function Frame({ rail, railLabel, slim = false, bar, notice, children }: Props) {
  const { t } = useLingui()
  const wide = useWide()
  return (
    <div className={classes.layout} data-slim={slim}>
      <a className={classes.skip} href="#main" onClick={skip}>
        {t`Skip to the page`}
      </a>
      {wide ? (
        <aside className={classes.rail} aria-label={railLabel}>
          {rail}
        </aside>
      ) : (
        bar
      )}
      <div className={classes.page} id="main" tabIndex={-1}>
        {notice}
        <div className={classes.content}>{children}</div>
      </div>
    </div>
  )
}
