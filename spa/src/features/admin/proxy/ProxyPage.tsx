import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { ActButton } from '../acts/ActButton'
import { ActGroup, ActGroups } from '../acts/ActGroup'
import { TestNow } from '../acts/TestNow'
import { Card } from '../file/Card'
import classes from '../file/file.module.css'
import { FileGate } from '../file/FileGate'
import { AdminPage } from '../shell/AdminPage'
import type { ProxyFile } from '../file/types'
import { useKeep, useRefresh } from '../file/useFile'
import { State } from '../words/State'
import { proxyHealthWords } from '../words/words'
import { removeProxy, updateProxy } from './proxyActs'
import { ProxyFacts } from './ProxyFacts'
import { ProxyKeys } from './ProxyKeys'
import { proxyQuery } from './proxyQuery'

const route = getRouteApi('/admin/proxies/$id')

/** A proxy: whether it works, which keys go through it, what can be done. */
export function ProxyPage() {
  const { t } = useLingui()
  const { id } = route.useParams()
  const back = { to: '/admin/proxies', label: t`Proxies` } as const
  return (
    <FileGate query={useQuery(proxyQuery(id))} title={t`Proxy`} back={back}>
      {(file) => (
        <AdminPage
          title={file.proxy.label}
          back={back}
          state={<State of={proxyHealthWords(file.proxy.health)} />}
        >
          <div className={classes.pair}>
            <div className={classes.stack}>
              <ProxyFacts proxy={file.proxy} />
            </div>
            <div className={classes.stack}>
              <ProxyActs file={file} />
              <ProxyKeys file={file} />
            </div>
          </div>
        </AdminPage>
      )}
    </FileGate>
  )
}

function ProxyActs({ file: { proxy } }: { file: ProxyFile }) {
  const { t } = useLingui()
  const { id } = proxy
  const keep = useKeep(proxyQuery(id).queryKey)
  const refresh = useRefresh()
  const test = () => unwrap(client.POST('/api/v1/admin/proxies/{id}/test', { params: { path: { id } } }))
  return (
    <Card title={t`What can be done`}>
      <ActGroups>
        <ActGroup title={t`Try it: one call through it`}>
          <TestNow test={test} />
        </ActGroup>
        <ActGroup title={t`With a reason that goes on record`}>
          <ActButton act={updateProxy(proxy)} onDone={keep} />
          <ActButton act={removeProxy(proxy)} leadsTo={() => '/admin/proxies'} onDone={refresh} />
        </ActGroup>
      </ActGroups>
    </Card>
  )
}
