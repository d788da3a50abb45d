import { msg } from '@lingui/core/macro'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { AdminProxy } from '../file/types'
import type { ListSpec } from '../list/spec'
import { AdminLink } from '../shell/AdminLink'
import { English } from '../words/English'
import { formatCount, formatMs } from '../words/numbers'
import { State } from '../words/State'
import { proxyHealthWords } from '../words/words'
import { Maybe } from './cells'
import { PROXY_HEALTH } from './options'

export const proxiesList: ListSpec<AdminProxy> = {
  id: 'proxies',
  title: msg`Proxies`,
  search: { name: 'q', hint: msg`Label`, charsMin: 3 },
  filters: [{ name: 'health', kind: 'choice', label: msg`Health`, options: PROXY_HEALTH }],
  presets: [
    { id: 'dead', label: msg`Dead`, filter: () => ({ health: 'dead' }) },
    { id: 'unreadable', label: msg`Unreadable`, filter: () => ({ health: 'unreadable' }) },
  ],
  sorts: ['label', '-label', '-created_at', 'created_at'],
  columns: [
    { id: 'label', label: msg`Label`, sort: 'label', cell: ({ label }) => label },
    { id: 'place', label: msg`Place`, cell: ({ place }) => <code>{place}</code> },
    { id: 'health', label: msg`Health`, cell: ({ health }) => <State of={proxyHealthWords(health)} /> },
    { id: 'until', label: msg`Until`, cell: ({ until }) => <Maybe at={until} /> },
    {
      id: 'keys',
      label: msg`Keys`,
      end: true,
      cell: ({ id, keys }) => <AdminLink to={`/admin/keys?proxy=${id}`}>{formatCount(keys)}</AdminLink>,
    },
    {
      id: 'latency',
      label: msg`Delay`,
      end: true,
      cell: ({ latency_ms }) => (latency_ms === undefined ? '–' : formatMs(latency_ms)),
    },
    { id: 'exit', label: msg`Seen as`, cell: ({ exit_address }) => exit_address ?? '–' },
    { id: 'tested', label: msg`Tested`, cell: ({ tested_at }) => <Maybe at={tested_at} /> },
    {
      id: 'failures',
      label: msg`Failures in a row`,
      end: true,
      spare: true,
      cell: ({ failures }) => formatCount(failures),
    },
    {
      id: 'detail',
      label: msg`What it said`,
      spare: true,
      cell: ({ detail }) => <English>{detail}</English>,
    },
    {
      id: 'since',
      label: msg`Added`,
      sort: 'created_at',
      spare: true,
      cell: ({ created_at }) => <Maybe at={created_at} />,
    },
  ],
  load: (query, signal) =>
    unwrap(client.GET('/api/v1/admin/proxies', { params: { query: query as never }, signal })),
  csv: '/api/v1/admin/proxies.csv',
  rowId: ({ id }) => id,
  rowName: ({ label }) => label,
  href: ({ id }) => `/admin/proxies/${id}`,
  empty: msg`There is no proxy. Keys go out directly.`,
}
