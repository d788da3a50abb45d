import { UnstyledButton } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ChevronsUpDown } from 'lucide-react'
import { Suspense, type ComponentType } from 'react'
import { meQuery } from '~/api/queries'
import { useOpener } from '~/ui/useOpener'
import classes from './AccountMenu.module.css'
import type { MenuProps } from './MenuFrame'

interface Props {
  /** What is in it, fetched with the first press. */
  items: ComponentType<MenuProps>
  onNavigate: () => void
}

/** At the foot of a rail: whose account this is, and what opens from it. */
export function AccountMenu({ items: Items, onNavigate }: Props) {
  const { t } = useLingui()
  const me = useQuery(meQuery).data
  const { button, menu, wanted } = useOpener('menu')
  return (
    <>
      <UnstyledButton {...button} className={classes.account} aria-label={t`Account: ${me?.email ?? ''}`}>
        <span className={classes.email}>{me?.email}</span>
        <ChevronsUpDown size={16} aria-hidden />
      </UnstyledButton>
      <Suspense>{wanted && <Items {...menu} onNavigate={onNavigate} />}</Suspense>
    </>
  )
}
