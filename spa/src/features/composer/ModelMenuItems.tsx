import { Menu } from '@mantine/core'
import type { Model } from '~/api/types'
import '~/theme/menus.css'
import type { Opened } from '~/ui/useOpener'
import { useComposer } from './ComposerContext'

interface Props extends Opened {
  model: Model
  models: Model[]
}

export default function ModelMenuItems({ target, model, models, ...opened }: Props) {
  const { store } = useComposer()
  return (
    <Menu {...opened} position="top-start">
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={model.id} onChange={(id) => store.setSettings({ model: id })}>
          {models.map(({ id, label }) => (
            <Menu.RadioItem key={id} value={id}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
