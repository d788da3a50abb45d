import { Button, Popover } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { ChevronDown } from 'lucide-react'
import type { Model, Resolution } from '~/api/types'
import { ShapeGlyph } from './ShapeGlyph'
import { ShapeList } from './ShapeList'
import { resolutionWords } from './settingWords'

export function ShapeMenu({ model, chosen }: { model: Model; chosen: Resolution | undefined }) {
  const { t } = useLingui()
  const [opened, popover] = useDisclosure(false)
  const words = chosen === undefined ? '' : resolutionWords(chosen.id, chosen.label)
  return (
    <Popover
      opened={opened}
      onChange={(open) => (open ? popover.open() : popover.close())}
      position="top-start"
      trapFocus
      shadow="md"
      radius="md"
    >
      <Popover.Target>
        <Button
          variant="default"
          fw={400}
          px={10}
          leftSection={<ShapeGlyph resolution={chosen} />}
          rightSection={<ChevronDown size={14} />}
          onClick={popover.toggle}
          aria-label={t`Shape: ${words}`}
        >
          {words}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12}>
        <ShapeList model={model} chosen={chosen} onChosen={popover.close} />
      </Popover.Dropdown>
    </Popover>
  )
}
