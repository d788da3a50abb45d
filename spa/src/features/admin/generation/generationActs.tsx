import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { Act } from '../acts/act'
import type { GenerationFile, OpenedContent } from '../file/types'

const at = (id: string) => ({ path: { id } })

export function openContent(id: string): Act<OpenedContent> {
  return {
    name: t`Open prompt and pictures`,
    title: t`Open what the customer wrote and got?`,
    words: (
      <p>
        <Trans>
          It is the customer’s own. That you opened it and why goes on record. It is shown on this page alone
          and is gone when you leave it.
        </Trans>
      </p>
    ),
    confirm: t`Open it`,
    run: ({ reason = '' }) =>
      unwrap(client.POST('/api/v1/admin/generations/{id}/open', { params: at(id), body: { reason } })),
    done: () => t`Opened for ten minutes, for you alone; it is on record.`,
  }
}

export function retryForCustomer({ generation: { id, user } }: GenerationFile): Act<GenerationFile> {
  return {
    name: t`Retry for the customer`,
    title: t`Retry it for ${user.email}?`,
    words: (
      <p>
        <Trans>
          A new picture is made in the same place. It is paid by a grant of one request, so it costs the
          customer nothing.
        </Trans>
      </p>
    ),
    confirm: t`Retry`,
    run: ({ reason = '' }) =>
      unwrap(client.POST('/api/v1/admin/generations/{id}/retry', { params: at(id), body: { reason } })),
    done: () => t`It is tried again; this is the new one.`,
  }
}

export function removePicture({ generation: { id, user } }: GenerationFile): Act<GenerationFile> {
  return {
    name: t`Remove the picture`,
    title: t`Remove this picture of ${user.email} for good?`,
    words: (
      <ul>
        <li>
          <Trans>Its bytes are deleted; the customer sees that it is no longer stored.</Trans>
        </li>
        <li>
          <Trans>The same bytes are not taken again as an upload.</Trans>
        </li>
        <li>
          <Trans>This can’t be undone.</Trans>
        </li>
      </ul>
    ),
    confirm: t`Remove for good`,
    danger: true,
    typed: t({ message: 'remove', comment: 'typed by hand to confirm' }),
    run: ({ reason = '' }) =>
      unwrap(
        client.POST('/api/v1/admin/generations/{id}/remove-picture', { params: at(id), body: { reason } }),
      ),
    done: () => t`The picture is removed.`,
  }
}
