import { useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { meQuery } from '~/api/queries'
import { CodePage } from '~/features/admin/access/CodePage'
import { accessGate } from '~/features/admin/access/gate'
import { Overlays } from '~/features/shell/Overlays'
import { useNewVersion } from '~/features/shell/useNewVersion'
import { useWanted } from '~/ui/useWanted'
import { AdminShell } from './AdminShell'

const AccessDialog = lazy(() => import('~/features/admin/access/AccessDialog'))
const EnrolPage = lazy(() => import('~/features/admin/access/EnrolPage'))

/** Asks for what an admin's rights need; then the section with its own ways around. */
export function AdminLayout() {
  const { admin } = useSuspenseQuery(meQuery).data
  const asked = useSyncExternalStore(accessGate.subscribe, accessGate.asked)
  const dialogWanted = useWanted(asked !== null)
  useNewVersion()
  const inside = () => {
    if (admin?.state === 'missing' || asked === 'enrol') return <EnrolPage />
    return admin?.state === 'needed' ? <CodePage /> : <AdminShell />
  }
  return (
    <>
      <Suspense>{inside()}</Suspense>
      <Suspense>{dialogWanted && <AccessDialog asked={asked} />}</Suspense>
      <Overlays />
    </>
  )
}
