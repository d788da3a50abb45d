import { msg } from '@lingui/core/macro'
import type { components } from '~/api.gen'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { ListSpec } from '../list/spec'
import { English } from '../words/English'
import { formatCount } from '../words/numbers'
import { Maybe } from './cells'
import { IncidentState, Severity } from './IncidentWords'
import { INCIDENT_STATES, SEVERITIES } from './options'

type Incident = components['schemas']['Incident']

export const incidentsList: ListSpec<Incident> = {
  id: 'incidents',
  title: msg`Incidents`,
  search: { name: 'q', hint: msg`Words of an incident`, charsMin: 3 },
  filters: [
    { name: 'state', kind: 'choice', label: msg`State`, options: INCIDENT_STATES },
    { name: 'severity', kind: 'choice', label: msg`Severity`, options: SEVERITIES },
  ],
  presets: [
    { id: 'open', label: msg`Open`, filter: () => ({ state: 'open' }) },
    { id: 'critical', label: msg`Critical`, filter: () => ({ severity: 'critical' }) },
  ],
  sorts: ['-opened_at', 'opened_at'],
  columns: [
    { id: 'title', label: msg`What`, cell: ({ title }) => <English>{title}</English> },
    { id: 'severity', label: msg`Severity`, cell: ({ severity }) => <Severity of={severity} /> },
    { id: 'state', label: msg`State`, cell: ({ state }) => <IncidentState of={state} /> },
    { id: 'times', label: msg`Times`, end: true, cell: ({ times }) => formatCount(times) },
    { id: 'opened', label: msg`Since`, sort: 'opened_at', cell: ({ opened_at }) => <Maybe at={opened_at} /> },
    { id: 'updated', label: msg`Last`, cell: ({ updated_at }) => <Maybe at={updated_at} /> },
    { id: 'recovered', label: msg`Over`, cell: ({ recovered_at }) => <Maybe at={recovered_at} /> },
    { id: 'key', label: msg`Name`, spare: true, cell: ({ key }) => <code>{key}</code> },
  ],
  load: (query, signal) =>
    unwrap(client.GET('/api/v1/admin/incidents', { params: { query: query as never }, signal })),
  csv: '/api/v1/admin/incidents.csv',
  rowId: ({ id }) => id,
  rowName: ({ title }) => title,
  details: ({ detail, key }) => (
    <>
      <p>
        <English>{detail}</English>
      </p>
      <code>{key}</code>
    </>
  ),
  empty: msg`Nothing has gone wrong yet.`,
}
