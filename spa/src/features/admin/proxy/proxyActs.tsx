import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { Act } from '../acts/act'
import type { AdminProxy, ProxyFile } from '../file/types'

const at = (id: string) => ({ path: { id } })

export const ADDRESS_HINT = 'socks5h://user:password@host:1080'

export function updateProxy({ id, label }: AdminProxy): Act<ProxyFile> {
  return {
    name: t`Change`,
    title: t`Change “${label}”`,
    words: (
      <p>
        <Trans>
          An address holds a password, so the one in use isn’t shown. Leave the field empty to keep it.
        </Trans>
      </p>
    ),
    confirm: t`Save`,
    fields: [
      { kind: 'text', name: 'label', label: t`Name`, initial: label, required: true },
      { kind: 'secret', name: 'address', label: t`New address`, hint: t`As in ${ADDRESS_HINT}.` },
    ],
    run: ({ reason = '', label: name = '', address = '' }) =>
      unwrap(
        client.PATCH('/api/v1/admin/proxies/{id}', {
          params: at(id),
          body: { reason, ...(name !== label && { label: name }), ...(address !== '' && { address }) },
        }),
      ),
    done: ({ proxy }) => t`“${proxy.label}” is changed.`,
  }
}

export function removeProxy({ id, label, keys }: AdminProxy): Act<unknown> {
  const used = keys > 0
  return {
    name: t`Remove`,
    title: t`Remove “${label}”?`,
    words: (
      <p>
        {used
          ? plural(keys, {
              one: '# key goes through it. It is removed only when it is taken off that key.',
              other: '# keys go through it. It is removed only when it is taken off them.',
            })
          : t`No key goes through it.`}
      </p>
    ),
    confirm: t`Remove`,
    danger: true,
    typed: label,
    ...(used && {
      fields: [
        {
          kind: 'tick',
          name: 'unassign',
          label: t`Take it off its keys first`,
          hint: t`They then go directly, or rest, where they never go around their proxy.`,
        },
      ],
    }),
    run: ({ reason = '', unassign }) =>
      unwrap(
        client.POST('/api/v1/admin/proxies/{id}/remove', {
          params: at(id),
          body: { reason, ...(unassign === '1' && { unassign: true }) },
        }),
      ),
    done: () => t`“${label}” is removed.`,
  }
}
