import { Popover } from '@mantine/core'
import type { Model, Resolution } from '~/api/types'
import '~/theme/menus.css'
import type { Opened } from '~/ui/useOpener'
import { ShapeList } from './ShapeList'

interface Props extends Opened {
  model: Model
  chosen: Resolution | undefined
}

export default function ShapePopover({ target, model, chosen, ...opened }: Props) {
  return (
    <Popover {...opened} position="top-start" trapFocus returnFocus shadow="md" radius="md">
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown p={12}>
        <ShapeList model={model} chosen={chosen} onChosen={() => opened.onChange(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}
