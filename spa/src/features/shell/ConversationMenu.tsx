import { Menu } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import { byKeyboard } from '~/lib/toast'
import '~/theme/menus.css'
import type { Opened } from '~/ui/useOpener'

interface Props extends Opened {
  pinned: boolean
  onPin: () => void
  onRename: () => void
  onDelete: (byKeyboard: boolean) => void
}

export default function ConversationMenu({ target, pinned, onPin, onRename, onDelete, ...opened }: Props) {
  return (
    <Menu {...opened} position="bottom-end">
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={pinned ? <PinOff size={16} /> : <Pin size={16} />} onClick={onPin}>
          {pinned ? <Trans>Unpin</Trans> : <Trans>Pin</Trans>}
        </Menu.Item>
        <Menu.Item leftSection={<Pencil size={16} />} onClick={onRename}>
          <Trans>Rename</Trans>
        </Menu.Item>
        <Menu.Item
          leftSection={<Trash2 size={16} />}
          c="var(--np-red)"
          onClick={(event) => onDelete(byKeyboard(event))}
        >
          <Trans>Delete</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
