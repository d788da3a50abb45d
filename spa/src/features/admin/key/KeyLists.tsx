import { useLingui } from '@lingui/react/macro'
import { Lines, type Column } from '../file/Lines'
import { Moment } from '../file/Moment'
import type { AdminAttempt, KeyEvent, KeyFile } from '../file/types'
import { spentWords } from '../generation/spentWords'
import { formatMs, formatUsd } from '../words/numbers'
import { Actor } from '../words/Actor'
import { English } from '../words/English'
import { State } from '../words/State'
import { attemptWords, keyStateWord } from '../words/words'

/** What moved the key from state to state, the newest first. */
export function KeyHistory({ events }: { events: readonly KeyEvent[] }) {
  const { t } = useLingui()
  const columns: Column<KeyEvent>[] = [
    { title: t`When`, cell: ({ at }) => <Moment at={at} exact /> },
    { title: t`Was`, cell: ({ before }) => keyStateWord(before) },
    { title: t`Became`, cell: ({ after }) => keyStateWord(after) },
    { title: t`Cause`, cell: ({ cause }) => <English>{cause}</English> },
    { title: t`What was seen`, wide: true, cell: ({ evidence }) => <English>{evidence}</English> },
    { title: t`By`, cell: ({ actor }) => <Actor actor={actor} /> },
  ]
  return (
    <Lines
      label={t`History`}
      rows={events}
      columns={columns}
      idOf={({ id }) => id}
      empty={t`Nothing has moved it yet.`}
    />
  )
}

/** Its newest calls. */
export function KeyAttempts({ attempts }: { attempts: readonly AdminAttempt[] }) {
  const { t } = useLingui()
  const columns: Column<AdminAttempt>[] = [
    { title: t`When`, cell: ({ started_at }) => <Moment at={started_at} exact /> },
    { title: t`How it ended`, cell: (attempt) => <State of={attemptWords(attempt)} /> },
    {
      title: t`Took`,
      number: true,
      cell: ({ upstream_ms }) => (upstream_ms === undefined ? '–' : formatMs(upstream_ms)),
    },
    { title: t`Model`, cell: ({ model }) => model },
    { title: t`Proxy`, cell: ({ proxy }) => proxy?.label ?? '–' },
    { title: t`Charged`, cell: ({ spent }) => (spent === undefined ? '–' : spentWords(spent)) },
    {
      title: t`Cost`,
      number: true,
      cell: ({ cost_usd }) => (cost_usd === undefined ? '–' : formatUsd(cost_usd)),
    },
    { title: t`What was told`, wide: true, cell: ({ detail }) => <English>{detail}</English> },
  ]
  return (
    <Lines
      label={t`Attempts`}
      rows={attempts}
      columns={columns}
      idOf={({ id }) => id}
      empty={t`No call was made with it yet.`}
    />
  )
}

type Balance = KeyFile['balances'][number]

/** What was known of its account's money, the newest first. */
export function KeyBalances({ balances }: { balances: readonly Balance[] }) {
  const { t } = useLingui()
  const columns: Column<Balance>[] = [
    { title: t`When`, cell: ({ at }) => <Moment at={at} exact /> },
    { title: t`Balance`, number: true, cell: ({ usd }) => formatUsd(usd) },
    { title: t`How`, cell: ({ source }) => (source === 'polled' ? t`asked for` : t`entered by hand`) },
    { title: t`By`, cell: ({ actor }) => <Actor actor={actor} /> },
  ]
  return (
    <Lines
      label={t`Balances`}
      rows={balances}
      columns={columns}
      idOf={({ at }, nth) => `${at}-${nth}`}
      empty={t`Nothing is known of its balance yet.`}
    />
  )
}
