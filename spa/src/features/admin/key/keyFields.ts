import { t } from '@lingui/core/macro'
import type { Field } from '../acts/fields'
import type { AdminProxy } from '../file/types'

/** Requests at once. */
export const IN_FLIGHT_MAX = 1_000
/** Requests a minute. */
export const RPM_MAX = 60_000

/** Stands for "through no proxy". */
export const NO_PROXY = 'none'

export function providerField(providers: readonly string[] | undefined, initial = ''): Field {
  const shared = { name: 'provider', label: t`Provider`, initial }
  if (providers === undefined || providers.length === 0) {
    return { ...shared, kind: 'text', required: true, hint: t`Its id in the configuration.` }
  }
  const options = providers.map((id) => ({ value: id, label: id }))
  return { ...shared, kind: 'choice', options, initial: initial === '' ? (providers[0] ?? '') : initial }
}

export function proxyField(
  proxies: readonly AdminProxy[] | undefined,
  now?: { id: string; label: string },
): Field {
  const known = (proxies ?? []).map(({ id, label }) => ({ value: id, label }))
  const missing = now !== undefined && !known.some(({ value }) => value === now.id)
  const options = missing ? [{ value: now.id, label: now.label }, ...known] : known
  return {
    kind: 'choice',
    name: 'proxy',
    label: t`Proxy`,
    initial: now?.id ?? NO_PROXY,
    options: [{ value: NO_PROXY, label: t`None: directly` }, ...options],
  }
}

export function proxyOnlyField(initial: boolean): Field {
  return {
    kind: 'tick',
    name: 'proxy_only',
    label: t`Never goes around its proxy`,
    hint: t`While the proxy is dead the key rests.`,
    initial: initial ? '1' : '',
  }
}

export function inFlightField(initial: string, empty?: string): Field {
  return {
    kind: 'whole',
    name: 'max_in_flight',
    label: t`Requests at once`,
    initial,
    // What it means to leave it empty; without a meaning it can't be.
    ...(empty === undefined ? { required: true } : { hint: empty }),
    min: 1,
    max: IN_FLIGHT_MAX,
  }
}

export function rpmField(initial: string, empty = t`Empty: no limit of ours.`): Field {
  return {
    kind: 'whole',
    name: 'rpm',
    label: t`Requests a minute`,
    hint: empty,
    initial,
    min: 1,
    max: RPM_MAX,
  }
}

export function accountField(initial = ''): Field {
  return {
    kind: 'text',
    name: 'account',
    label: t`Account`,
    hint: t`Keys of one account at the provider rest together when its money is used up.`,
    initial,
  }
}
