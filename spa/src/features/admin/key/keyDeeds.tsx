import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { Act } from '../acts/act'
import type { AdminProxy, KeyFile } from '../file/types'
import { Notice } from '~/ui/Notice'
import { accountField, inFlightField, proxyField, proxyOnlyField, rpmField } from './keyFields'
import { changeOf } from './keyChange'

const at = (id: string) => ({ path: { id } })

export function activateKey({ key: { id, label } }: KeyFile): Act<KeyFile> {
  return {
    name: t`Activate`,
    title: t`Put “${label}” to use again?`,
    words: (
      <p>
        <Trans>
          It may be picked at once; its strikes are forgotten. Should its trouble still be there, it comes
          back here by itself.
        </Trans>
      </p>
    ),
    confirm: t`Activate`,
    run: ({ reason = '' }) =>
      unwrap(client.POST('/api/v1/admin/keys/{id}/activate', { params: at(id), body: { reason } })),
    done: () => t`“${label}” may be picked again.`,
  }
}

export function disableKey({ key: { id, label, in_flight, provider }, last_of_pool }: KeyFile): Act<KeyFile> {
  return {
    name: t`Disable`,
    title: t`Take “${label}” out of use?`,
    words: (
      <>
        {last_of_pool && (
          <Notice tone="bad">
            <p>
              <Trans>
                It is the last key of “{provider}” that can be picked: without it no picture is made there
                until another one comes back.
              </Trans>
            </p>
          </Notice>
        )}
        <p>
          {in_flight === 0
            ? t`Nothing is in flight on it.`
            : plural(in_flight, {
                one: 'Nothing new is picked; # request in flight comes to its end.',
                other: 'Nothing new is picked; # requests in flight come to their end.',
              })}
        </p>
      </>
    ),
    confirm: t`Disable`,
    danger: true,
    ...(last_of_pool && { typed: label }),
    run: ({ reason = '' }) =>
      unwrap(client.POST('/api/v1/admin/keys/{id}/disable', { params: at(id), body: { reason } })),
    done: ({ key }) =>
      key.in_flight === 0
        ? t`“${label}” is disabled, and nothing is in flight on it.`
        : plural(key.in_flight, {
            one: `“${label}” is disabled; # request in flight comes to its end.`,
            other: `“${label}” is disabled; # requests in flight come to their end.`,
          }),
  }
}

export function updateKey({ key }: KeyFile, proxies: readonly AdminProxy[] | undefined): Act<KeyFile> {
  return {
    name: t`Change`,
    title: t`Change “${key.label}”`,
    confirm: t`Save`,
    fields: [
      { kind: 'text', name: 'label', label: t`Name`, initial: key.label, required: true },
      accountField(key.account),
      proxyField(proxies, key.proxy),
      proxyOnlyField(key.proxy_only),
      inFlightField(String(key.max_in_flight)),
      rpmField(key.rpm === undefined ? '' : String(key.rpm)),
    ],
    run: ({ reason = '', ...values }) =>
      unwrap(
        client.PATCH('/api/v1/admin/keys/{id}', {
          params: at(key.id),
          body: { ...changeOf(key, values), reason },
        }),
      ),
    done: (file) => t`“${file.key.label}” is changed.`,
  }
}

export function rotateKey({ key: { id, label, in_flight } }: KeyFile): Act<KeyFile> {
  return {
    name: t`Rotate`,
    title: t`Put a new secret in the place of “${label}”?`,
    words: (
      <p>
        <Trans>
          The new secret becomes a key of the same name, account, limits and proxy. This one is disabled; what
          is in flight on it ({in_flight}) comes to its end. A secret is typed once and never shown again.
        </Trans>
      </p>
    ),
    confirm: t`Rotate`,
    fields: [
      { kind: 'secret', name: 'secret', label: t`New secret`, required: true },
      {
        kind: 'secret',
        name: 'billing_secret',
        label: t`New billing secret`,
        hint: t`Only where the provider has one of its own for balances.`,
      },
    ],
    run: ({ reason = '', secret = '', billing_secret = '' }) =>
      unwrap(
        client.POST('/api/v1/admin/keys/{id}/rotate', {
          params: at(id),
          body: { secret, reason, ...(billing_secret !== '' && { billing_secret }) },
        }),
      ),
    done: () => t`“${label}” has a new secret; this is the new key.`,
  }
}
