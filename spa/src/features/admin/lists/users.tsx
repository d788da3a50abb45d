import { msg } from '@lingui/core/macro'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { AdminUserRow } from '../file/types'
import type { ListSpec } from '../list/spec'
import { formatCount } from '../words/numbers'
import { State } from '../words/State'
import { userStateWords } from '../words/words'
import { Maybe, optionWords } from './cells'
import { MONTHS, ROLES, USER_STATES } from './options'

export const usersList: ListSpec<AdminUserRow> = {
  id: 'users',
  title: msg`Users`,
  search: { name: 'q', hint: msg`E-mail, a part of it, or a whole id`, charsMin: 3 },
  filters: [
    { name: 'state', kind: 'choice', label: msg`State`, options: USER_STATES },
    { name: 'month', kind: 'choice', label: msg`Month`, options: MONTHS },
    { name: 'role', kind: 'choice', label: msg`Role`, options: ROLES },
    { name: 'created_from', kind: 'moment', label: msg`Here since, from` },
    { name: 'created_to', kind: 'moment', label: msg`Here since, until` },
  ],
  presets: [
    { id: 'expiring', label: msg`Ends within 7 days`, filter: () => ({ month: 'ends_in_7_days' }) },
    { id: 'used-up', label: msg`Used up`, filter: () => ({ month: 'used_up' }) },
    { id: 'suspended', label: msg`Suspended`, filter: () => ({ state: 'suspended' }) },
    { id: 'admins', label: msg`Admins`, filter: () => ({ role: 'admin' }) },
  ],
  sorts: ['-created_at', 'created_at', 'email', '-email'],
  columns: [
    { id: 'email', label: msg`E-mail`, sort: 'email', cell: ({ email }) => email },
    { id: 'state', label: msg`State`, cell: ({ state }) => <State of={userStateWords(state)} /> },
    { id: 'plan', label: msg`Plan`, cell: ({ plan_label }) => plan_label ?? '–' },
    { id: 'ends', label: msg`Month ends`, cell: ({ cycle_ends_at }) => <Maybe at={cycle_ends_at} /> },
    { id: 'spent', label: msg`Used`, end: true, cell: spentOf },
    { id: 'held', label: msg`Held`, end: true, spare: true, cell: ({ held }) => numberOf(held) },
    { id: 'seen', label: msg`Last seen`, cell: ({ last_seen_at }) => <Maybe at={last_seen_at} /> },
    {
      id: 'since',
      label: msg`Here since`,
      sort: 'created_at',
      cell: ({ created_at }) => <Maybe at={created_at} />,
    },
    { id: 'role', label: msg`Role`, spare: true, cell: ({ role }) => optionWords(ROLES, role) },
    { id: 'language', label: msg`Language`, spare: true, cell: ({ language }) => language },
  ],
  load: (query, signal) =>
    unwrap(client.GET('/api/v1/admin/users', { params: { query: query as never }, signal })),
  csv: '/api/v1/admin/users.csv',
  rowId: ({ id }) => id,
  rowName: ({ email }) => email,
  href: ({ id }) => `/admin/users/${id}`,
  empty: msg`Nobody has signed up yet.`,
}

function spentOf({ spent, request_limit }: AdminUserRow): string {
  return spent === undefined || request_limit === undefined
    ? '–'
    : `${formatCount(spent)} / ${formatCount(request_limit)}`
}

function numberOf(count: number | undefined): string {
  return count === undefined ? '–' : formatCount(count)
}
