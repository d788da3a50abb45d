import { Button } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { ChevronDown } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { Model } from '~/api/types'
import { useOpener } from '~/ui/useOpener'

const ModelMenuItems = lazy(() => import('./ModelMenuItems'))

export function ModelMenu({ model, models }: { model: Model; models: Model[] }) {
  const { t } = useLingui()
  const { button, menu, wanted } = useOpener('menu')
  return (
    <>
      <Button
        {...button}
        variant="default"
        fw={400}
        px={10}
        rightSection={<ChevronDown size={14} />}
        aria-label={t`Model: ${model.label}`}
      >
        {model.label}
      </Button>
      <Suspense>{wanted && <ModelMenuItems {...menu} model={model} models={models} />}</Suspense>
    </>
  )
}
