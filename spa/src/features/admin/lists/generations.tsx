import { msg } from '@lingui/core/macro'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { AdminGeneration } from '../file/types'
import type { ListSpec } from '../list/spec'
import { formatCount, formatMs, formatUsd } from '../words/numbers'
import { State } from '../words/State'
import { generationStateWords } from '../words/words'
import { IdCell, Maybe, shortId, UserCell } from './cells'
import { ModeWords } from './ModeWords'
import { GENERATION_STATES } from './options'

const LONG_S = 120

export const generationsList: ListSpec<AdminGeneration> = {
  id: 'generations',
  title: msg`Generations`,
  filters: [
    { name: 'state', kind: 'several', label: msg`State`, options: GENERATION_STATES },
    { name: 'code', kind: 'words', label: msg`Code`, hint: msg`One or more, with commas` },
    { name: 'queued_from', kind: 'moment', label: msg`Asked for, from` },
    { name: 'queued_to', kind: 'moment', label: msg`Asked for, until` },
    { name: 'running_over_s', kind: 'whole', label: msg`Running longer than`, unit: msg`seconds` },
    { name: 'provider', kind: 'words', label: msg`Provider` },
    { name: 'model', kind: 'words', label: msg`Model` },
    { name: 'user', kind: 'id', label: msg`User` },
    { name: 'key', kind: 'id', label: msg`Key` },
    { name: 'proxy', kind: 'id', label: msg`Proxy` },
    { name: 'turn', kind: 'id', label: msg`Turn` },
  ],
  presets: [
    { id: 'failed', label: msg`Failed`, filter: () => ({ state: 'failed' }) },
    { id: 'declined', label: msg`Declined`, filter: () => ({ code: 'declined_prompt,declined_output' }) },
    { id: 'long', label: msg`Running over 2 min`, filter: () => ({ running_over_s: String(LONG_S) }) },
    { id: 'open', label: msg`Open`, filter: () => ({ state: 'queued,running,waiting' }) },
  ],
  sorts: ['-queued_at', 'queued_at'],
  columns: [
    { id: 'id', label: msg`Id`, cell: ({ id }) => <IdCell id={id} /> },
    {
      id: 'queued',
      label: msg`Asked for`,
      sort: 'queued_at',
      cell: ({ queued_at }) => <Maybe at={queued_at} />,
    },
    { id: 'user', label: msg`Customer`, cell: ({ user }) => <UserCell user={user} /> },
    {
      id: 'state',
      label: msg`State`,
      cell: ({ state, fault }) => <State of={generationStateWords(state, fault)} />,
    },
    { id: 'code', label: msg`Code`, cell: ({ code }) => (code === undefined ? '–' : <code>{code}</code>) },
    { id: 'ms', label: msg`Took`, end: true, cell: ({ ms }) => (ms === undefined ? '–' : formatMs(ms)) },
    { id: 'attempts', label: msg`Attempts`, end: true, cell: ({ attempts }) => formatCount(attempts) },
    { id: 'model', label: msg`Model`, cell: ({ model }) => model },
    { id: 'mode', label: msg`Mode`, spare: true, cell: ({ mode }) => <ModeWords mode={mode} /> },
    {
      id: 'cost',
      label: msg`Cost`,
      end: true,
      spare: true,
      cell: ({ cost_usd }) => (cost_usd === undefined ? '–' : formatUsd(cost_usd)),
    },
    { id: 'turn', label: msg`Turn`, spare: true, cell: ({ turn_id }) => <IdCell id={turn_id} /> },
    { id: 'finished', label: msg`Ended`, spare: true, cell: ({ finished_at }) => <Maybe at={finished_at} /> },
  ],
  load: (query, signal) =>
    unwrap(client.GET('/api/v1/admin/generations', { params: { query: query as never }, signal })),
  csv: '/api/v1/admin/generations.csv',
  rowId: ({ id }) => id,
  rowName: ({ id }) => shortId(id),
  href: ({ id }) => `/admin/generations/${id}`,
  empty: msg`No picture was asked for yet.`,
}
