import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { components } from '~/api.gen'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { BulkButton } from '../acts/BulkButton'
import type { BulkAct } from '../acts/bulk'
import type { Values } from '../acts/fields'
import type { KeyFilter } from '../file/types'
import { inFlightField, NO_PROXY, proxyField, rpmField } from './keyFields'
import { proxyChoiceQuery } from './keyQuery'

type Body = components['schemas']['BulkKeys']

interface Props {
  /** Those that are chosen one by one; else all of the filter. */
  ids?: string[]
  filter?: KeyFilter
  /** How many they are. */
  count: number
  /** They are done with: nothing need stay chosen. */
  onDone: () => void
}

/** Acts on the keys that are chosen in the list. */
export function BulkKeys({ ids, filter, count, onDone }: Props) {
  const { t } = useLingui()
  const proxies = useQuery(proxyChoiceQuery).data
  const asItIs = t`Empty: stays as it is.`
  const acts: BulkAct[] = [
    { id: 'activate', label: t`Activate` },
    {
      id: 'disable',
      label: t`Disable`,
      danger: true,
      words: (
        <p>
          <Trans>Nothing new is picked on them; what is in flight comes to its end.</Trans>
        </p>
      ),
    },
    { id: 'assign_proxy', label: t`Assign a proxy`, fields: [proxyField(proxies)] },
    { id: 'set_limits', label: t`Set limits`, fields: [inFlightField('', asItIs), rpmField('', asItIs)] },
  ]
  const which = ids === undefined ? { filter: filter ?? {} } : { ids }
  const bulk = {
    name: t`Act on them`,
    title: plural(count, { one: 'Act on # key', other: 'Act on # keys' }),
    acts,
    run: (act: string, values: Values, dry_run: boolean) =>
      unwrap(client.POST('/api/v1/admin/keys/bulk', { body: bodyOf(act, values, which, dry_run) })),
  }
  return <BulkButton bulk={bulk} onDone={onDone} />
}

function bodyOf(act: string, values: Values, which: Pick<Body, 'ids' | 'filter'>, dry_run: boolean): Body {
  const { reason = '', proxy, max_in_flight = '', rpm = '' } = values
  return {
    ...which,
    act: act as Body['act'],
    // Null: they go through no proxy.
    ...(proxy !== undefined && { proxy_id: proxy === NO_PROXY ? null : proxy }),
    ...(max_in_flight !== '' && { max_in_flight: Number(max_in_flight) }),
    ...(rpm !== '' && { rpm: Number(rpm) }),
    reason,
    dry_run,
  }
}
