import { UnstyledButton } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ChevronsUpDown } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { meQuery } from '~/api/queries'
import { useOpener } from '~/ui/useOpener'
import { withTexts } from '~/i18n/i18n'
import classes from './AccountMenu.module.css'

const AccountMenuItems = lazy(() => withTexts('account', () => import('./AccountMenuItems')))

export function AccountMenu({ onNavigate }: { onNavigate: () => void }) {
  const { t } = useLingui()
  const me = useQuery(meQuery).data
  const { button, menu, wanted } = useOpener('menu')
  return (
    <>
      <UnstyledButton {...button} className={classes.account} aria-label={t`Account: ${me?.email ?? ''}`}>
        <span className={classes.email}>{me?.email}</span>
        <ChevronsUpDown size={16} aria-hidden />
      </UnstyledButton>
      <Suspense>{wanted && <AccountMenuItems {...menu} onNavigate={onNavigate} />}</Suspense>
    </>
  )
}
