import { msg } from '@lingui/core/macro'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { AdminKey } from '../file/types'
import type { ListSpec } from '../list/spec'
import { AdminLink } from '../shell/AdminLink'
import { formatCount, formatUsd } from '../words/numbers'
import { State } from '../words/State'
import { keyStateWords } from '../words/words'
import { Maybe } from './cells'
import { KEY_STATES } from './options'

export const keysList: ListSpec<AdminKey> = {
  id: 'keys',
  title: msg`Keys`,
  search: { name: 'q', hint: msg`Label or fingerprint`, charsMin: 3 },
  filters: [
    { name: 'state', kind: 'several', label: msg`State`, options: KEY_STATES },
    { name: 'provider', kind: 'words', label: msg`Provider` },
    { name: 'account', kind: 'words', label: msg`Account` },
    { name: 'proxy', kind: 'id', label: msg`Proxy` },
  ],
  presets: [
    { id: 'person', label: msg`Needs a person`, filter: () => ({ state: 'out_of_funds,manual_review' }) },
    { id: 'resting', label: msg`Resting`, filter: () => ({ state: 'probation,cooldown' }) },
    { id: 'active', label: msg`Active`, filter: () => ({ state: 'active' }) },
    { id: 'disabled', label: msg`Disabled`, filter: () => ({ state: 'disabled' }) },
  ],
  sorts: ['created_at', '-created_at', 'label', '-label'],
  columns: [
    { id: 'label', label: msg`Label`, sort: 'label', cell: ({ label }) => label },
    { id: 'provider', label: msg`Provider`, cell: ({ provider }) => provider },
    { id: 'state', label: msg`State`, cell: ({ state }) => <State of={keyStateWords(state)} /> },
    { id: 'until', label: msg`Until`, cell: ({ until }) => <Maybe at={until} /> },
    {
      id: 'flight',
      label: msg`In flight`,
      end: true,
      cell: ({ in_flight, max_in_flight }) => `${formatCount(in_flight)} / ${formatCount(max_in_flight)}`,
    },
    { id: 'balance', label: msg`Balance`, end: true, cell: ({ balance }) => balanceOf(balance) },
    { id: 'account', label: msg`Account`, cell: ({ account }) => account ?? '–' },
    {
      id: 'proxy',
      label: msg`Proxy`,
      cell: ({ proxy }) =>
        proxy === undefined ? '–' : <AdminLink to={`/admin/proxies/${proxy.id}`}>{proxy.label}</AdminLink>,
    },
    { id: 'worked', label: msg`Worked last`, cell: ({ worked_at }) => <Maybe at={worked_at} /> },
    {
      id: 'fingerprint',
      label: msg`Fingerprint`,
      cell: ({ fingerprint }) => <code>{fingerprint}</code>,
    },
    {
      id: 'rpm',
      label: msg`Per minute`,
      end: true,
      spare: true,
      cell: ({ rpm }) => (rpm === undefined ? '–' : formatCount(rpm)),
    },
    {
      id: 'strikes',
      label: msg`Strikes`,
      end: true,
      spare: true,
      cell: ({ strikes }) => formatCount(strikes),
    },
    { id: 'next', label: msg`Next probe`, spare: true, cell: ({ next_at }) => <Maybe at={next_at} /> },
    {
      id: 'since',
      label: msg`Added`,
      sort: 'created_at',
      spare: true,
      cell: ({ created_at }) => <Maybe at={created_at} />,
    },
  ],
  load: (query, signal) =>
    unwrap(client.GET('/api/v1/admin/keys', { params: { query: query as never }, signal })),
  csv: '/api/v1/admin/keys.csv',
  rowId: ({ id }) => id,
  rowName: ({ label }) => label,
  href: ({ id }) => `/admin/keys/${id}`,
  empty: msg`There is no key yet. Without one no picture can be made.`,
}

function balanceOf({ state, usd }: AdminKey['balance']) {
  if (usd === undefined || state === 'unsupported') return '–'
  // What was known last is no amount to count on.
  return state === 'unknown' ? `(${formatUsd(usd)})` : formatUsd(usd)
}
