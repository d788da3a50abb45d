import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import classes from '../file/file.module.css'
import { FileGate } from '../file/FileGate'
import { AdminPage } from '../shell/AdminPage'
import { Tabs } from '../file/Tabs'
import type { KeyFile } from '../file/types'
import { KeyActs } from './KeyActs'
import { KeyFacts } from './KeyFacts'
import { KeyAttempts, KeyBalances, KeyHistory } from './KeyLists'
import { keyQuery } from './keyQuery'
import { KeyState } from './KeyState'
import { KeyTraffic } from './KeyTraffic'
import { KeyWhyCard } from './KeyWhyCard'

const route = getRouteApi('/admin/keys/$id')

const TABS = ['overview', 'history', 'attempts', 'balances'] as const
type Tab = (typeof TABS)[number]

/** A key of a provider: where it stands and why, what goes through it, what can be done. */
export function KeyPage() {
  const { t } = useLingui()
  const { id } = route.useParams()
  const { tab } = route.useSearch()
  const back = { to: '/admin/keys', label: t`Keys` } as const
  const shown: Tab = TABS.find((one) => one === tab) ?? 'overview'
  const labels: Record<Tab, string> = {
    overview: t`Overview`,
    history: t`History`,
    attempts: t`Attempts`,
    balances: t`Balances`,
  }
  return (
    <FileGate query={useQuery(keyQuery(id))} title={t`Key`} back={back}>
      {(file) => (
        <AdminPage title={file.key.label} back={back} state={<KeyState file={file} />}>
          <Tabs tabs={TABS.map((one) => ({ id: one, label: labels[one] }))} shown={shown} />
          <Part file={file} shown={shown} />
        </AdminPage>
      )}
    </FileGate>
  )
}

function Part({ file, shown }: { file: KeyFile; shown: Tab }) {
  switch (shown) {
    case 'overview':
      return (
        <div className={classes.pair}>
          <div className={classes.stack}>
            <KeyFacts file={file} />
          </div>
          <div className={classes.stack}>
            <KeyWhyCard why={file.why} />
            <KeyActs file={file} />
            <KeyTraffic hours={file.hours} />
          </div>
        </div>
      )
    case 'history':
      return <KeyHistory events={file.events} />
    case 'attempts':
      return <KeyAttempts attempts={file.attempts} />
    case 'balances':
      return <KeyBalances balances={file.balances} />
  }
}
