import { useLingui } from '@lingui/react/macro'
import { useSuspenseQuery } from '@tanstack/react-query'
import { meQuery } from '~/api/queries'
import { ColumnPage } from '~/ui/ColumnPage'
import { AccountCard } from './AccountCard'
import { DataCard } from './DataCard'
import { DeleteCard } from './DeleteCard'
import { PasswordCard } from './PasswordCard'
import { SessionsCard } from './SessionsCard'

/** All that a customer decides about the account itself. */
export function SettingsPage() {
  const { t } = useLingui()
  const me = useSuspenseQuery(meQuery).data
  return (
    <ColumnPage title={t`Settings`}>
      <AccountCard email={me.email} />
      <PasswordCard email={me.email} />
      <SessionsCard />
      <DataCard />
      <DeleteCard email={me.email} />
    </ColumnPage>
  )
}
