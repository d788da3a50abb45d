import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { lazy, Suspense, useState } from 'react'
import { ListView } from '../list'
import { generationsList } from './generations'

const PromptSearch = lazy(() => import('./PromptSearch'))

export function GenerationsPage() {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <ListView
        spec={generationsList}
        acts={
          <Button size="xs" fz="sm" variant="default" onClick={() => setOpened(true)}>
            <Trans>Find by prompt</Trans>
          </Button>
        }
      />
      <Suspense>{opened && <PromptSearch onClose={() => setOpened(false)} />}</Suspense>
    </>
  )
}
