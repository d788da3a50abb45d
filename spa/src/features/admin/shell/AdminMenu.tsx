import { UnstyledButton } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ChevronsUpDown } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { meQuery } from '~/api/queries'
import classes from '~/features/shell/AccountMenu.module.css'
import { useOpener } from '~/ui/useOpener'

const AdminMenuItems = lazy(() => import('./AdminMenuItems'))

export function AdminMenu({ onNavigate }: { onNavigate: () => void }) {
  const { t } = useLingui()
  const me = useQuery({ ...meQuery, enabled: false }).data
  const { button, menu, wanted } = useOpener('menu')
  return (
    <>
      <UnstyledButton {...button} className={classes.account} aria-label={t`Account: ${me?.email ?? ''}`}>
        <span className={classes.email}>{me?.email}</span>
        <ChevronsUpDown size={16} aria-hidden />
      </UnstyledButton>
      <Suspense>{wanted && <AdminMenuItems {...menu} onNavigate={onNavigate} />}</Suspense>
    </>
  )
}
