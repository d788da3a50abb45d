import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Card } from '../file/Card'
import { Lines, type Column } from '../file/Lines'
import { ListLink } from '../file/ListLink'
import { Moment } from '../file/Moment'
import type { AdminKey, ProxyFile } from '../file/types'
import { State } from '../words/State'
import { keyStateWords } from '../words/words'

/** The keys that go through it. */
export function ProxyKeys({ file: { proxy, keys } }: { file: ProxyFile }) {
  const { t } = useLingui()
  const columns: Column<AdminKey>[] = [
    {
      title: t`Key`,
      cell: ({ id, label }) => (
        <Link to="/admin/keys/$id" params={{ id }}>
          {label}
        </Link>
      ),
    },
    { title: t`State`, cell: ({ state }) => <State of={keyStateWords(state)} /> },
    { title: t`Provider`, cell: ({ provider }) => provider },
    { title: t`Never around it`, cell: ({ proxy_only }) => (proxy_only ? t`yes` : t`no`) },
    {
      title: t`Last worked`,
      cell: ({ worked_at }) => (worked_at === undefined ? '–' : <Moment at={worked_at} />),
    },
  ]
  return (
    <Card title={t`Keys on it`}>
      <Lines
        label={t`Keys on it`}
        rows={keys}
        columns={columns}
        idOf={({ id }) => id}
        empty={t`No key goes through it.`}
      />
      {proxy.keys > keys.length && (
        <p>
          <ListLink to="/admin/keys" filter={{ proxy: proxy.id }}>{t`all of them`}</ListLink>
        </p>
      )}
    </Card>
  )
}
