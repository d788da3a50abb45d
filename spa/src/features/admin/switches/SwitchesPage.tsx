import { Skeleton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { RefusalNotice } from '../acts/RefusalNotice'
import { useTell } from '../acts/Told'
import { AdminPage } from '../shell/AdminPage'
import { ExtendAllCard } from './ExtendAllCard'
import { SwitchDialog } from './SwitchDialog'
import { switchesQuery, type SwitchState } from './switches'
import classes from './SwitchesPage.module.css'
import { SwitchRow } from './SwitchRow'
import { switchName, valueWords } from './switchWords'

/** What can be turned off for everybody at once, and who has done so. */
export function SwitchesPage() {
  const { t } = useLingui()
  return (
    <AdminPage title={t`Switches`}>
      <div className={classes.parts}>
        <Switches />
        <ExtendAllCard />
      </div>
    </AdminPage>
  )
}

function Switches() {
  const { t } = useLingui()
  const { data, error } = useQuery(switchesQuery)
  const [turned, setTurned] = useState<SwitchState | null>(null)
  const tell = useTell()
  if (data === undefined)
    return error === null ? <Skeleton height={240} radius="md" /> : <RefusalNotice error={error} />
  return (
    <>
      <p className={classes.intro}>
        <Trans>A switch works at once, everywhere, and goes on record with its reason.</Trans>
      </p>
      <ul className={classes.switches} aria-label={t`Switches`}>
        {data.map((one) => (
          <SwitchRow key={one.name} state={one} onTurn={() => setTurned(one)} />
        ))}
      </ul>
      {turned !== null && (
        <SwitchDialog
          state={turned}
          onClose={() => setTurned(null)}
          onDone={(value) => {
            setTurned(null)
            const label = switchName(turned)
            const words = valueWords(value)
            tell(t`${label}: ${words}.`)
          }}
        />
      )}
    </>
  )
}
