import { ActionIcon } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { Menu, Search } from 'lucide-react'
import classes from './AdminBar.module.css'

interface Props {
  onMenu: () => void
  onSearch: () => void
}

/** The one slim bar of a narrow window. */
export function AdminBar({ onMenu, onSearch }: Props) {
  const { t } = useLingui()
  const button = { variant: 'subtle', color: 'gray', c: 'var(--np-text)', size: 44 } as const
  return (
    <header className={classes.bar}>
      <ActionIcon {...button} onClick={onMenu} aria-label={t`Open the menu`}>
        <Menu size={20} />
      </ActionIcon>
      <span className={classes.title}>
        <Trans>Administration</Trans>
      </span>
      <ActionIcon {...button} onClick={onSearch} aria-label={t`Search everything`}>
        <Search size={20} />
      </ActionIcon>
    </header>
  )
}
