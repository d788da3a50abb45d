import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { plansQuery } from '~/api/billingQueries'
import { downloadFrom } from '~/lib/download'
import { ActButton } from '../acts/ActButton'
import { ActGroup, ActGroups } from '../acts/ActGroup'
import { Card } from '../file/Card'
import type { UserFile } from '../file/types'
import { useKeep, useRefresh } from '../file/useFile'
import { changeUserEmail, sendResetMail, signUserOut, suspendUser, unsuspendUser } from './accessActs'
import { closeUser, exportUser } from './dataActs'
import { changeRequests, extendMonth, grantMonth } from './monthActs'
import { userQuery } from './userQuery'

/** Everything that can be done about a customer. */
export function UserActs({ file: { user } }: { file: UserFile }) {
  const { t } = useLingui()
  const keep = useKeep(userQuery(user.id).queryKey)
  const refresh = useRefresh()
  const plans = useQuery(plansQuery).data ?? []
  if (user.state === 'deleted') return null
  const runs = user.cycle_ends_at !== undefined
  return (
    <Card title={t`What can be done`}>
      <ActGroups>
        <ActGroup title={t`Access`}>
          {user.state === 'suspended' ? (
            <ActButton act={unsuspendUser(user)} onDone={keep} />
          ) : (
            <ActButton act={suspendUser(user)} onDone={keep} />
          )}
          <ActButton act={signUserOut(user)} onDone={keep} />
          <ActButton act={sendResetMail(user)} onDone={keep} />
          <ActButton act={changeUserEmail(user)} onDone={keep} />
        </ActGroup>
        <ActGroup title={t`Months`}>
          <ActButton act={grantMonth(user, plans)} onDone={refresh} />
          {runs && <ActButton act={changeRequests(user)} onDone={refresh} />}
          {runs && <ActButton act={extendMonth(user)} onDone={keep} />}
        </ActGroup>
        <ActGroup title={t`Data`}>
          <ActButton act={exportUser(user)} onDone={({ url }) => downloadFrom(url)} />
          {user.state !== 'closing' && <ActButton act={closeUser(user)} onDone={keep} />}
        </ActGroup>
      </ActGroups>
    </Card>
  )
}
