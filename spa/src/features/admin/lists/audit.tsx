import { msg } from '@lingui/core/macro'
import type { components } from '~/api.gen'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { ListSpec } from '../list/spec'
import { actorWords } from '../words/words'
import { AuditChange } from './AuditChange'
import { Maybe, optionWords } from './cells'
import { SURFACES } from './options'
import { SubjectCell } from './SubjectCell'

export type AuditLine = components['schemas']['AuditLine']

export const auditList: ListSpec<AuditLine> = {
  id: 'audit',
  title: msg`Audit`,
  filters: [
    { name: 'act', kind: 'words', label: msg`Act`, hint: msg`keys, or keys.disable` },
    { name: 'actor', kind: 'words', label: msg`Who`, hint: msg`system, operator, user:…` },
    { name: 'subject', kind: 'words', label: msg`About`, hint: msg`user:…, key:…, payment:…` },
    { name: 'surface', kind: 'choice', label: msg`From where`, options: SURFACES },
    { name: 'request_id', kind: 'words', label: msg`Request id` },
    { name: 'from', kind: 'moment', label: msg`From` },
    { name: 'to', kind: 'moment', label: msg`Until` },
  ],
  presets: [
    { id: 'web', label: msg`By the web`, filter: () => ({ surface: 'web' }) },
    { id: 'cli', label: msg`By the command line`, filter: () => ({ surface: 'cli' }) },
    { id: 'telegram', label: msg`By Telegram`, filter: () => ({ surface: 'telegram' }) },
    { id: 'keys', label: msg`Keys`, filter: () => ({ act: 'keys' }) },
    { id: 'payments', label: msg`Payments`, filter: () => ({ act: 'payments' }) },
    { id: 'users', label: msg`Users`, filter: () => ({ act: 'users' }) },
    { id: 'switches', label: msg`Switches`, filter: () => ({ act: 'switches' }) },
  ],
  sorts: ['-at', 'at'],
  columns: [
    { id: 'act', label: msg`Act`, cell: ({ act }) => <code>{act}</code> },
    { id: 'at', label: msg`When`, sort: 'at', cell: ({ at }) => <Maybe at={at} /> },
    { id: 'actor', label: msg`Who`, cell: ({ actor, actor_email }) => actor_email ?? actorWords(actor) },
    { id: 'subject', label: msg`About`, cell: ({ subject }) => <SubjectCell subject={subject} /> },
    { id: 'reason', label: msg`Reason`, cell: ({ reason }) => reason ?? '–' },
    { id: 'surface', label: msg`From where`, cell: ({ surface }) => optionWords(SURFACES, surface) },
    {
      id: 'request',
      label: msg`Request id`,
      spare: true,
      cell: ({ request_id }) => (request_id === undefined ? '–' : <code>{request_id}</code>),
    },
  ],
  load: (query, signal) =>
    unwrap(client.GET('/api/v1/admin/audit', { params: { query: query as never }, signal })),
  csv: '/api/v1/admin/audit.csv',
  rowId: ({ id }) => id,
  rowName: ({ act }) => act,
  details: (line) => <AuditChange line={line} />,
  empty: msg`Nothing is on record yet.`,
}
