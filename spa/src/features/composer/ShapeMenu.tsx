import { Button } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { ChevronDown } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { Model, Resolution } from '~/api/types'
import { useOpener } from '~/ui/useOpener'
import { ShapeGlyph } from './ShapeGlyph'
import { resolutionWords } from './settingWords'

const ShapePopover = lazy(() => import('./ShapePopover'))

export function ShapeMenu({ model, chosen }: { model: Model; chosen: Resolution | undefined }) {
  const { t } = useLingui()
  const { button, menu, wanted } = useOpener('dialog')
  const words = chosen === undefined ? '' : resolutionWords(chosen.id, chosen.label)
  return (
    <>
      <Button
        {...button}
        variant="default"
        fw={400}
        px={10}
        leftSection={<ShapeGlyph resolution={chosen} />}
        rightSection={<ChevronDown size={14} />}
        aria-label={t`Shape: ${words}`}
      >
        {words}
      </Button>
      <Suspense>{wanted && <ShapePopover {...menu} model={model} chosen={chosen} />}</Suspense>
    </>
  )
}
