import { Skeleton } from '@mantine/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import card from '~/ui/card.module.css'
import type { Act } from '../acts/act'
import { ActButton } from '../acts/ActButton'
import { RefusalNotice } from '../acts/RefusalNotice'
import { AdminPage } from '../shell/AdminPage'
import { Lines, type Column } from '../file/Lines'
import { Moment } from '../file/Moment'
import type { PendingRegistration, UserFile } from '../file/types'
import { useRefresh } from '../file/useFile'
import { SettledInput } from '../list/SettledInput'
import { registrationsQuery } from './registrationsQuery'
import classes from './user.module.css'

const route = getRouteApi('/admin/registrations')

/** Sign-ups that wait for their link, for a customer who says that no mail came. */
export function RegistrationsPage() {
  useLanguageChange()
  return (
    <AdminPage title={t`Unconfirmed sign-ups`} back={{ to: '/admin/users', label: t`Users` }}>
      <p className={card.text}>
        <Trans>
          These addresses signed up, and nobody has opened the link in their mail yet. Verify one only when
          you know that the address is the customer’s own.
        </Trans>
      </p>
      <Waiting />
    </AdminPage>
  )
}

function Waiting() {
  useLanguageChange()
  const navigate = useNavigate()
  const email = String(route.useSearch().email ?? '')
  const { data, error } = useQuery(registrationsQuery(email))
  const columns: Column<PendingRegistration>[] = [
    { title: t`Address`, cell: (row) => row.email },
    { title: t`Signed up`, cell: (row) => <Moment at={row.created_at} /> },
    { title: t`Link good until`, cell: (row) => <Moment at={row.expires_at} exact /> },
    { title: t`What can be done`, cell: (row) => <Verify registration={row} /> },
  ]
  const search = (value: string) =>
    void navigate({
      to: '/admin/registrations',
      search: value === '' ? {} : { email: value },
      replace: true,
    })
  return (
    <>
      <SettledInput
        type="search"
        label={t`Whole address`}
        className={classes.search ?? ''}
        leftSection={<Search size={16} />}
        settled={email}
        onSettle={search}
      />
      <RefusalNotice error={error} />
      {data === undefined && error === null && <Skeleton height={160} radius="md" />}
      {data !== undefined && (
        <Lines
          label={t`Unconfirmed sign-ups`}
          rows={data}
          columns={columns}
          idOf={({ id }) => id}
          empty={email === '' ? t`Nobody waits for a link.` : t`Nobody with this address waits for a link.`}
        />
      )}
    </>
  )
}

function Verify({ registration }: { registration: PendingRegistration }) {
  const refresh = useRefresh()
  return (
    <ActButton
      act={verifyRegistration(registration)}
      leadsTo={({ user }) => `/admin/users/${user.id}`}
      onDone={refresh}
    />
  )
}

function verifyRegistration({ id, email }: PendingRegistration): Act<UserFile> {
  return {
    name: t`Verify`,
    title: t`Verify ${email}?`,
    words: (
      <p>
        <Trans>
          The account begins as if the link in the mail had been opened. Nobody is signed in by it: the
          customer signs in with the password chosen at sign-up.
        </Trans>
      </p>
    ),
    confirm: t`Verify`,
    run: ({ reason = '' }) =>
      unwrap(
        client.POST('/api/v1/admin/registrations/{id}/verify', {
          params: { path: { id } },
          body: { reason },
        }),
      ),
    done: ({ user }) => t`The account of ${user.email} has begun.`,
  }
}
