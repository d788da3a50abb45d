import { msg } from '@lingui/core/macro'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { AdminCycle } from '../file/types'
import type { ListSpec } from '../list/spec'
import { AdminLink } from '../shell/AdminLink'
import { formatCount } from '../words/numbers'
import { State } from '../words/State'
import { cycleStateWords } from '../words/words'
import { IdCell, Maybe } from './cells'
import { CYCLE_STATES } from './options'

const SOON_DAYS = 7

export const cyclesList: ListSpec<AdminCycle> = {
  id: 'months',
  title: msg`Months`,
  filters: [
    { name: 'state', kind: 'choice', label: msg`State`, options: CYCLE_STATES },
    { name: 'plan', kind: 'words', label: msg`Plan`, hint: msg`Its id in the configuration` },
    { name: 'ends_to', kind: 'moment', label: msg`Ends before` },
    { name: 'user', kind: 'id', label: msg`User` },
  ],
  presets: [
    { id: 'current', label: msg`Current`, filter: () => ({ state: 'current' }) },
    {
      id: 'ending',
      label: msg`Ends within 7 days`,
      filter: () => ({ state: 'current', ends_to: soon(new Date()) }),
    },
    { id: 'queued', label: msg`Queued`, filter: () => ({ state: 'queued' }) },
    { id: 'voided', label: msg`Taken back`, filter: () => ({ state: 'voided' }) },
  ],
  sorts: ['-starts_at', 'starts_at', 'ends_at', '-ends_at'],
  columns: [
    { id: 'user', label: msg`Customer`, cell: ({ user }) => user.email },
    { id: 'plan', label: msg`Plan`, cell: ({ plan_label }) => plan_label },
    { id: 'state', label: msg`State`, cell: ({ state }) => <State of={cycleStateWords(state)} /> },
    {
      id: 'starts',
      label: msg`Begins`,
      sort: 'starts_at',
      cell: ({ starts_at }) => <Maybe at={starts_at} />,
    },
    { id: 'ends', label: msg`Ends`, sort: 'ends_at', cell: ({ ends_at }) => <Maybe at={ends_at} /> },
    {
      id: 'spent',
      label: msg`Used`,
      end: true,
      cell: ({ spent, request_limit }) => `${formatCount(spent)} / ${formatCount(request_limit)}`,
    },
    { id: 'held', label: msg`Held`, end: true, cell: ({ held }) => formatCount(held) },
    {
      id: 'payment',
      label: msg`Payment`,
      cell: ({ payment_id }) =>
        payment_id === undefined ? (
          '–'
        ) : (
          <AdminLink to={`/admin/payments/${payment_id}`}>
            <IdCell id={payment_id} />
          </AdminLink>
        ),
    },
    { id: 'created', label: msg`Made`, spare: true, cell: ({ created_at }) => <Maybe at={created_at} /> },
    { id: 'id', label: msg`Id`, spare: true, cell: ({ id }) => <IdCell id={id} /> },
  ],
  load: (query, signal) =>
    unwrap(client.GET('/api/v1/admin/cycles', { params: { query: query as never }, signal })),
  csv: '/api/v1/admin/cycles.csv',
  rowId: ({ id }) => id,
  rowName: ({ user }) => user.email,
  href: ({ user }) => `/admin/users/${user.id}`,
  empty: msg`Nobody has had a month yet.`,
}

/** The end of a day, so that the same question stays the same all day. */
function soon(now: Date): string {
  const end = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + SOON_DAYS + 1))
  return `${end.toISOString().slice(0, 19)}Z`
}
