import { Menu } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Pencil, Trash2 } from 'lucide-react'
import '~/theme/menus.css'
import type { Opened } from '~/ui/useOpener'

interface Props extends Opened {
  onRename: () => void
  onDelete: () => void
}

export default function ConversationMenu({ target, onRename, onDelete, ...opened }: Props) {
  return (
    <Menu {...opened} position="bottom-end">
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Pencil size={16} />} onClick={onRename}>
          <Trans>Rename</Trans>
        </Menu.Item>
        <Menu.Item leftSection={<Trash2 size={16} />} c="var(--np-red)" onClick={onDelete}>
          <Trans>Delete</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
