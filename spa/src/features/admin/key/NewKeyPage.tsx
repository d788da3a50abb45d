import { Skeleton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import card from '~/ui/card.module.css'
import { ActForm } from '../acts/ActForm'
import { tellAt } from '../acts/Told'
import type { Field, Values } from '../acts/fields'
import { AdminPage } from '../shell/AdminPage'
import type { KeyFile } from '../file/types'
import { useRefresh } from '../file/useFile'
import classes from './key.module.css'
import {
  accountField,
  inFlightField,
  NO_PROXY,
  providerField,
  proxyField,
  proxyOnlyField,
  rpmField,
} from './keyFields'
import { providersQuery, proxyChoiceQuery } from './keyQuery'

/** One key by hand. Its secret is typed here and never shown again. */
export function NewKeyPage() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const refresh = useRefresh()
  const providers = useQuery(providersQuery)
  const proxies = useQuery(proxyChoiceQuery)
  const done = ({ key }: KeyFile) => {
    refresh()
    tellAt(`/admin/keys/${key.id}`, t`“${key.label}” is added.`)
    void navigate({ to: '/admin/keys/$id', params: { id: key.id } })
  }
  const fields: Field[] = [
    providerField(providers.data),
    { kind: 'text', name: 'label', label: t`Name`, hint: t`How it is told from others.`, required: true },
    { kind: 'secret', name: 'secret', label: t`Secret`, required: true },
    {
      kind: 'secret',
      name: 'billing_secret',
      label: t`Billing secret`,
      hint: t`Only where the provider has one of its own for balances.`,
    },
    accountField(),
    proxyField(proxies.data),
    { ...proxyOnlyField(false), when: ({ proxy }) => proxy !== NO_PROXY },
    inFlightField('', t`Empty: the usual number.`),
    rpmField(''),
  ]
  return (
    <AdminPage title={t`Add a key`} back={{ to: '/admin/keys', label: t`Keys` }}>
      <p className={card.text}>
        <Trans>The secret is stored encrypted and never shown again, to nobody.</Trans>
      </p>
      <div className={classes.form}>
        {providers.isPending || proxies.isPending ? (
          <Skeleton height={420} radius="md" />
        ) : (
          <ActForm fields={fields} submit={<Trans>Add it</Trans>} run={addKey} onDone={done} />
        )}
      </div>
    </AdminPage>
  )
}

function addKey(values: Values): Promise<KeyFile> {
  const {
    provider = '',
    label = '',
    secret = '',
    billing_secret = '',
    account = '',
    proxy = NO_PROXY,
  } = values
  const { proxy_only, max_in_flight = '', rpm = '' } = values
  return unwrap(
    client.POST('/api/v1/admin/keys', {
      body: {
        provider,
        label,
        secret,
        ...(billing_secret !== '' && { billing_secret }),
        ...(account !== '' && { account }),
        ...(proxy !== NO_PROXY && { proxy_id: proxy, proxy_only: proxy_only === '1' }),
        ...(max_in_flight !== '' && { max_in_flight: Number(max_in_flight) }),
        ...(rpm !== '' && { rpm: Number(rpm) }),
      },
    }),
  )
}
