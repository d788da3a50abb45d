import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { ActButton } from '../acts/ActButton'
import { ActGroup, ActGroups } from '../acts/ActGroup'
import { TestNow } from '../acts/TestNow'
import { Card } from '../file/Card'
import type { KeyFile } from '../file/types'
import { useKeep, useRefresh } from '../file/useFile'
import { EnterBalanceButton } from './EnterBalance'
import { activateKey, disableKey, rotateKey, updateKey } from './keyDeeds'
import { keyQuery, proxyChoiceQuery } from './keyQuery'

/** Everything that can be done about a key. */
export function KeyActs({ file }: { file: KeyFile }) {
  const { t } = useLingui()
  const { id, state, provider, account } = file.key
  const keep = useKeep(keyQuery(id).queryKey)
  const refresh = useRefresh()
  const proxies = useQuery(proxyChoiceQuery).data
  const test = () => unwrap(client.POST('/api/v1/admin/keys/{id}/test', { params: { path: { id } } }))
  return (
    <Card title={t`What can be done`}>
      <ActGroups>
        <ActGroup title={t`Try it: one free call that moves nothing`}>
          <TestNow test={test} />
        </ActGroup>
        <ActGroup title={t`With a reason that goes on record`}>
          {state !== 'active' && <ActButton act={activateKey(file)} onDone={keep} />}
          {state !== 'disabled' && <ActButton act={disableKey(file)} onDone={keep} />}
          <ActButton act={updateKey(file, proxies)} onDone={keep} />
          <ActButton act={rotateKey(file)} leadsTo={({ key }) => `/admin/keys/${key.id}`} onDone={refresh} />
          {account !== undefined && <EnterBalanceButton provider={provider} account={account} />}
        </ActGroup>
      </ActGroups>
    </Card>
  )
}
