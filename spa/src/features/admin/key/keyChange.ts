import type { components } from '~/api.gen'
import type { Values } from '../acts/fields'
import type { AdminKey } from '../file/types'
import { NO_PROXY } from './keyFields'

/** An absent limit or proxy is told as null, which takes it away. */
type Change = Partial<Omit<components['schemas']['UpdateKey'], 'reason'>>

/** Only what differs from the key as it is: the rest may have been changed by somebody else meanwhile. */
export function changeOf(key: AdminKey, values: Values): Change {
  const { label = '', account = '', proxy = NO_PROXY, proxy_only, max_in_flight, rpm = '' } = values
  const proxyId = proxy === NO_PROXY ? null : proxy
  const perMinute = rpm === '' ? null : Number(rpm)
  const only = proxy_only === '1'
  return {
    ...(label !== key.label && { label }),
    ...(account !== (key.account ?? '') && { account }),
    ...(proxyId !== (key.proxy?.id ?? null) && { proxy_id: proxyId }),
    ...(only !== key.proxy_only && { proxy_only: only }),
    ...(Number(max_in_flight) !== key.max_in_flight && { max_in_flight: Number(max_in_flight) }),
    ...(perMinute !== (key.rpm ?? null) && { rpm: perMinute }),
  }
}
