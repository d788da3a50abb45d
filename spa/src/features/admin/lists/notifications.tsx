import { msg } from '@lingui/core/macro'
import type { components } from '~/api.gen'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { ListSpec } from '../list/spec'
import { English } from '../words/English'
import { State } from '../words/State'
import { mailStateWords } from '../words/words'
import { Maybe, optionWords } from './cells'
import { CHANNELS, MAIL_STATES } from './options'

type Notification = components['schemas']['Notification']

export const notificationsList: ListSpec<Notification> = {
  id: 'notifications',
  title: msg`Notifications`,
  filters: [
    { name: 'state', kind: 'choice', label: msg`State`, options: MAIL_STATES },
    { name: 'channel', kind: 'choice', label: msg`Way`, options: CHANNELS },
    { name: 'user', kind: 'id', label: msg`User` },
  ],
  presets: [
    { id: 'failed-mail', label: msg`Failed mail`, filter: () => ({ state: 'failed', channel: 'mail' }) },
    { id: 'failed', label: msg`Failed`, filter: () => ({ state: 'failed' }) },
    { id: 'pending', label: msg`Waiting`, filter: () => ({ state: 'pending' }) },
  ],
  sorts: ['-created_at', 'created_at'],
  columns: [
    { id: 'subject', label: msg`Subject`, cell: ({ subject }) => subject },
    { id: 'channel', label: msg`Way`, cell: ({ channel }) => optionWords(CHANNELS, channel) },
    { id: 'state', label: msg`State`, cell: ({ state }) => <State of={mailStateWords(state)} /> },
    { id: 'recipient', label: msg`To`, cell: ({ recipient }) => recipient ?? '–' },
    {
      id: 'created',
      label: msg`Written`,
      sort: 'created_at',
      cell: ({ created_at }) => <Maybe at={created_at} />,
    },
    { id: 'ended', label: msg`Ended`, cell: ({ ended_at }) => <Maybe at={ended_at} /> },
    { id: 'detail', label: msg`What went wrong`, cell: ({ detail }) => <English>{detail}</English> },
  ],
  load: (query, signal) =>
    unwrap(client.GET('/api/v1/admin/notifications', { params: { query: query as never }, signal })),
  csv: '/api/v1/admin/notifications.csv',
  rowId: ({ id }) => id,
  rowName: ({ subject }) => subject,
  empty: msg`Nothing was sent yet.`,
}
