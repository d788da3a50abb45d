import { useLingui } from '@lingui/react/macro'
import type { SessionInfo } from '~/api/types'
import { browserWords } from '~/features/account/userAgent'
import { Lines, type Column } from '../file/Lines'
import { Moment } from '../file/Moment'

export function UserSessions({ sessions }: { sessions: readonly SessionInfo[] }) {
  const { t } = useLingui()
  const columns: Column<SessionInfo>[] = [
    { title: t`Browser`, cell: ({ user_agent }) => browserWords(user_agent) },
    { title: t`Address`, cell: ({ address }) => address ?? '–' },
    { title: t`Signed in`, cell: ({ created_at }) => <Moment at={created_at} exact /> },
    { title: t`Last seen`, cell: ({ last_seen_at }) => <Moment at={last_seen_at} /> },
  ]
  return (
    <Lines
      label={t`Sessions`}
      rows={sessions}
      columns={columns}
      idOf={({ id }) => id}
      empty={t`Signed in nowhere.`}
    />
  )
}
