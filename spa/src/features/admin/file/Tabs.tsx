import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import classes from './file.module.css'

interface Props<T extends string> {
  tabs: readonly { id: T; label: string }[]
  shown: T
}

const SHOWN = { 'aria-current': 'page' } as const

/** Where it is narrow, the row of tabs is scrolled. */
function inSight(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

/** Parts of one file. Which one is shown is in the address; the first one is the address without it. */
export function Tabs<T extends string>({ tabs, shown }: Props<T>) {
  const { t } = useLingui()
  return (
    <nav className={classes.tabs} aria-label={t`Parts of this page`}>
      {tabs.map(({ id, label }, at) => (
        <Link
          key={id}
          to="."
          search={(before: object) => ({ ...before, tab: at === 0 ? undefined : id })}
          className={classes.tab}
          ref={id === shown ? inSight : undefined}
          activeProps={SHOWN}
          // Without this, the address of the first one is a part of that of every other.
          activeOptions={{ explicitUndefined: true }}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
