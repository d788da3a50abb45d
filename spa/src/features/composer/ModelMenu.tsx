import { Button, Menu } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { ChevronDown } from 'lucide-react'
import type { Model } from '~/api/types'
import { useComposer } from './ComposerContext'

export function ModelMenu({ model, models }: { model: Model; models: Model[] }) {
  const { t } = useLingui()
  const { store } = useComposer()
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button
          variant="default"
          fw={400}
          px={10}
          rightSection={<ChevronDown size={14} />}
          aria-label={t`Model: ${model.label}`}
        >
          {model.label}
        </Button>
      </Menu.Target>
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
