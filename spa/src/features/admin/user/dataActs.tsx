import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { components } from '~/api.gen'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { Act } from '../acts/act'
import type { AdminUserRow, UserFile } from '../file/types'

type Download = components['schemas']['DownloadReply']

const at = (id: string) => ({ path: { id } })

export function exportUser({ id, email }: AdminUserRow): Act<Download> {
  return {
    name: t`Export everything`,
    title: t`Export everything of ${email}?`,
    words: (
      <p>
        <Trans>
          One ZIP with the account, its prompts, payments and all pictures. Hand it to nobody but the
          customer.
        </Trans>
      </p>
    ),
    confirm: t`Export`,
    run: ({ reason = '' }) =>
      unwrap(client.POST('/api/v1/admin/users/{id}/export', { params: at(id), body: { reason } })),
    done: () => t`The download has begun. With many pictures it takes a while.`,
  }
}

export function closeUser({ id, email }: AdminUserRow): Act<UserFile> {
  return {
    name: t`Close the account`,
    title: t`Close the account of ${email}?`,
    words: (
      <>
        <p>
          <Trans>
            As if the customer had closed it: signed out everywhere now, and after seven days everything is
            deleted for good. Until then the link in our mail undoes it.
          </Trans>
        </p>
        <p>
          <Trans>What is paid is not sent back by this.</Trans>
        </p>
      </>
    ),
    confirm: t`Close the account`,
    danger: true,
    typed: email,
    run: ({ reason = '' }) =>
      unwrap(client.POST('/api/v1/admin/users/{id}/close', { params: at(id), body: { reason } })),
    done: () => t`The account is closing. The customer has a mail whose link undoes it.`,
  }
}
