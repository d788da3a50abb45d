import { Menu } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Camera, Images, Upload } from 'lucide-react'
import { isTouch } from '~/lib/isTouch'
import '~/theme/menus.css'
import type { Opened } from '~/ui/useOpener'

interface Props extends Opened {
  onPick: () => void
  onCamera: () => void
  onLibrary: () => void
}

export default function AttachMenu({ target, onPick, onCamera, onLibrary, ...opened }: Props) {
  return (
    <Menu {...opened} position="top-start">
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Upload size={16} />} onClick={onPick}>
          <Trans>From this device</Trans>
        </Menu.Item>
        {isTouch() && (
          <Menu.Item leftSection={<Camera size={16} />} onClick={onCamera}>
            <Trans>Take a photo</Trans>
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Images size={16} />} onClick={onLibrary}>
          <Trans>Your pictures</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
