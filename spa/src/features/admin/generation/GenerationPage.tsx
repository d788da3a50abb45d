import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { ActButton } from '../acts/ActButton'
import { ActGroup } from '../acts/ActGroup'
import { Card } from '../file/Card'
import classes from '../file/file.module.css'
import { FileGate } from '../file/FileGate'
import { AdminPage } from '../shell/AdminPage'
import type { GenerationFile, OpenedContent } from '../file/types'
import { useKeep, useRefresh } from '../file/useFile'
import { State } from '../words/State'
import { generationStateWords } from '../words/words'
import { openContent, removePicture, retryForCustomer } from './generationActs'
import { GenerationFacts } from './GenerationFacts'
import { generationQuery, isOpen } from './generationQuery'
import { Opened } from './Opened'
import { Steps } from './Steps'

const route = getRouteApi('/admin/generations/$id')

/** One picture: what was asked for, each step and attempt, and what can be done about it. */
export function GenerationPage() {
  const { t } = useLingui()
  const { id } = route.useParams()
  const back = { to: '/admin/generations', label: t`Generations` } as const
  return (
    <FileGate query={useQuery(generationQuery(id))} title={t`Generation`} back={back}>
      {(file) => (
        <AdminPage
          title={t`Generation …${file.generation.id.slice(-8)}`}
          back={back}
          state={<State of={generationStateWords(file.generation.state, file.generation.fault)} />}
        >
          {/* What was opened of one is never shown with another. */}
          <Content key={id} file={file} />
        </AdminPage>
      )}
    </FileGate>
  )
}

function Content({ file }: { file: GenerationFile }) {
  const [opened, setOpened] = useState<OpenedContent | null>(null)
  return (
    <div className={classes.pair}>
      <div className={classes.stack}>
        <GenerationFacts file={file} />
      </div>
      <div className={classes.stack}>
        <Acts file={file} onOpen={setOpened} />
        {opened !== null && <Opened content={opened} onClose={() => setOpened(null)} />}
        <Steps file={file} />
      </div>
    </div>
  )
}

function Acts({ file, onOpen }: { file: GenerationFile; onOpen: (content: OpenedContent) => void }) {
  const { t } = useLingui()
  const { generation, asset_state, retried_by } = file
  const keep = useKeep(generationQuery(generation.id).queryKey)
  const refresh = useRefresh()
  const failed = !isOpen(generation) && generation.state !== 'succeeded'
  const pictureThere = asset_state === 'kept' || asset_state === 'deleted'
  return (
    <Card title={t`What can be done`}>
      <ActGroup title={t`With a reason that goes on record`}>
        <ActButton act={openContent(generation.id)} onDone={onOpen} />
        {failed && retried_by === undefined && (
          <ActButton
            act={retryForCustomer(file)}
            leadsTo={({ generation: { id } }) => `/admin/generations/${id}`}
            onDone={refresh}
          />
        )}
        {pictureThere && <ActButton act={removePicture(file)} onDone={keep} />}
      </ActGroup>
    </Card>
  )
}
