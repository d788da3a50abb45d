import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import classes from './file.module.css'

interface Props<T extends string> {
  tabs: readonly { id: T; label: string }[]
  shown: T
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
          aria-current={id === shown ? 'page' : undefined}
          activeProps={{}}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
