import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { Act } from '../acts/act'
import type { AdminUserRow, UserFile } from '../file/types'

const at = (id: string) => ({ path: { id } })

export function suspendUser({ id, email }: AdminUserRow): Act<UserFile> {
  return {
    name: t`Suspend`,
    title: t`Suspend ${email}?`,
    words: <SuspendWords />,
    confirm: t`Suspend`,
    danger: true,
    run: ({ reason = '' }) =>
      unwrap(client.POST('/api/v1/admin/users/{id}/suspend', { params: at(id), body: { reason } })),
    done: () => t`${email} is suspended and signed out everywhere.`,
  }
}

/** What a suspension does, and what it leaves as it is. */
export function SuspendWords() {
  return (
    <ul>
      <li>
        <Trans>Signed out everywhere, at once, and can’t sign in.</Trans>
      </li>
      <li>
        <Trans>No new pictures and no new invoices. What runs now comes to its end.</Trans>
      </li>
      <li>
        <Trans>Money that comes in on open invoices goes to review; nothing is activated by itself.</Trans>
      </li>
      <li>
        <Trans>The month runs on and ends when it would have ended.</Trans>
      </li>
      <li>
        <Trans>Pictures, prompts and payments stay as they are.</Trans>
      </li>
    </ul>
  )
}

export function unsuspendUser({ id, email }: AdminUserRow): Act<UserFile> {
  return {
    name: t`End the suspension`,
    title: t`Let ${email} in again?`,
    words: (
      <p>
        <Trans>
          The customer can sign in, make pictures and pay again. Payments that went to review stay there until
          they are settled.
        </Trans>
      </p>
    ),
    confirm: t`End the suspension`,
    run: ({ reason = '' }) =>
      unwrap(client.POST('/api/v1/admin/users/{id}/unsuspend', { params: at(id), body: { reason } })),
    done: () => t`${email} can sign in again.`,
  }
}

export function signUserOut({ id, email }: AdminUserRow): Act<UserFile> {
  return {
    name: t`Sign out everywhere`,
    title: t`Sign ${email} out of every browser?`,
    words: (
      <p>
        <Trans>What is being made comes to its end. The customer can sign in again at once.</Trans>
      </p>
    ),
    confirm: t`Sign the customer out`,
    run: ({ reason = '' }) =>
      unwrap(client.POST('/api/v1/admin/users/{id}/sign-out', { params: at(id), body: { reason } })),
    done: () => t`${email} is signed out everywhere.`,
  }
}

export function sendResetMail({ id, email }: AdminUserRow): Act<UserFile> {
  return {
    name: t`Send a reset mail`,
    title: t`Send a link to choose a new password?`,
    words: (
      <p>
        <Trans>
          It goes to <strong>{email}</strong> alone. Nobody else sees the link, admins neither.
        </Trans>
      </p>
    ),
    confirm: t`Send it`,
    run: ({ reason = '' }) =>
      unwrap(client.POST('/api/v1/admin/users/{id}/reset-mail', { params: at(id), body: { reason } })),
    done: () => t`The mail to ${email} is on its way; its state is under Mail.`,
  }
}

export function changeUserEmail({ id, email }: AdminUserRow): Act<UserFile> {
  return {
    name: t`Change the address`,
    title: t`Change the address of ${email}?`,
    words: (
      <p>
        <Trans>
          It changes at once. Both addresses get a mail; the link in the one to the old address undoes it.
        </Trans>
      </p>
    ),
    confirm: t`Change it`,
    fields: [{ kind: 'text', name: 'email', label: t`New address`, required: true }],
    run: ({ reason = '', email: fresh = '' }) =>
      unwrap(
        client.POST('/api/v1/admin/users/{id}/email', { params: at(id), body: { email: fresh, reason } }),
      ),
    done: ({ user }) => t`The address is now ${user.email}. Both addresses get a mail.`,
  }
}
