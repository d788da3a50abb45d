import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import classes from '../file/file.module.css'
import { FileGate } from '../file/FileGate'
import { AdminPage } from '../shell/AdminPage'
import { Tabs } from '../file/Tabs'
import type { UserFile } from '../file/types'
import { ListView } from '../list'
import { auditList } from '../lists/audit'
import { generationsList } from '../lists/generations'
import { paymentsList } from '../lists/payments'
import { State } from '../words/State'
import { userStateWords } from '../words/words'
import { MailLog } from './MailLog'
import { MonthCounters } from './MonthCounters'
import { MonthsTable } from './MonthsTable'
import { UserActs } from './UserActs'
import { UserFacts } from './UserFacts'
import { userQuery } from './userQuery'
import { UserSessions } from './UserSessions'

const route = getRouteApi('/admin/users/$id')

const TABS = ['overview', 'generations', 'payments', 'mail', 'sessions', 'audit'] as const
type Tab = (typeof TABS)[number]

/** A customer, with everything that is on record and everything that can be done. */
export function UserPage() {
  const { t } = useLingui()
  const { id } = route.useParams()
  const { tab } = route.useSearch()
  const back = { to: '/admin/users', label: t`Users` } as const
  const shown: Tab = TABS.find((one) => one === tab) ?? 'overview'
  const labels: Record<Tab, string> = {
    overview: t`Overview`,
    generations: t`Generations`,
    payments: t`Payments`,
    mail: t`Mail`,
    sessions: t`Sessions`,
    audit: t`Audit`,
  }
  return (
    <FileGate query={useQuery(userQuery(id))} title={t`User`} back={back}>
      {(file) => (
        <AdminPage title={file.user.email} back={back} state={<State of={userStateWords(file.user.state)} />}>
          <Tabs tabs={TABS.map((one) => ({ id: one, label: labels[one] }))} shown={shown} />
          <Part file={file} shown={shown} />
        </AdminPage>
      )}
    </FileGate>
  )
}

function Part({ file, shown }: { file: UserFile; shown: Tab }) {
  const { id } = file.user
  switch (shown) {
    case 'overview':
      return (
        <>
          <div className={classes.pair}>
            <div className={classes.stack}>
              <UserFacts file={file} />
            </div>
            <div className={classes.stack}>
              <MonthCounters user={file.user} />
              <UserActs file={file} />
            </div>
          </div>
          <MonthsTable cycles={file.cycles} />
        </>
      )
    case 'generations':
      return <ListView spec={generationsList} fixed={{ user: id }} embedded />
    case 'payments':
      return <ListView spec={paymentsList} fixed={{ user: id }} embedded />
    case 'mail':
      return <MailLog mails={file.mails} />
    case 'sessions':
      return <UserSessions sessions={file.sessions} />
    case 'audit':
      return <ListView spec={auditList} fixed={{ subject: `user:${id}` }} embedded />
  }
}
