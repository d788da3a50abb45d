import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import card from '~/ui/card.module.css'
import { ActForm } from '../acts/ActForm'
import { tellAt } from '../acts/Told'
import type { Field, Values } from '../acts/fields'
import { AdminPage } from '../shell/AdminPage'
import type { ProxyFile } from '../file/types'
import { useRefresh } from '../file/useFile'
import classes from '../key/key.module.css'
import { ADDRESS_HINT } from './proxyActs'

/** One proxy by hand. Its address holds a password: it is typed here and never shown again. */
export function NewProxyPage() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const refresh = useRefresh()
  const done = ({ proxy }: ProxyFile) => {
    refresh()
    tellAt(`/admin/proxies/${proxy.id}`, t`“${proxy.label}” is added.`)
    void navigate({ to: '/admin/proxies/$id', params: { id: proxy.id } })
  }
  const fields: Field[] = [
    { kind: 'text', name: 'label', label: t`Name`, hint: t`How it is told from others.`, required: true },
    { kind: 'secret', name: 'address', label: t`Address`, hint: t`As in ${ADDRESS_HINT}.`, required: true },
    {
      kind: 'tick',
      name: 'untested',
      label: t`Add it without a test`,
      hint: t`Else one call is made through it first, and it is added only if that works.`,
    },
  ]
  return (
    <AdminPage title={t`Add a proxy`} back={{ to: '/admin/proxies', label: t`Proxies` }}>
      <p className={card.text}>
        <Trans>The address is stored encrypted; only its host and port are shown again.</Trans>
      </p>
      <div className={classes.form}>
        <ActForm fields={fields} submit={<Trans>Add it</Trans>} run={addProxy} onDone={done} />
      </div>
    </AdminPage>
  )
}

function addProxy({ label = '', address = '', untested }: Values): Promise<ProxyFile> {
  return unwrap(
    client.POST('/api/v1/admin/proxies', {
      body: { label, address, ...(untested === '1' && { untested: true }) },
    }),
  )
}
