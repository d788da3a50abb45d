import { Menu } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Images, LogOut, ShieldCheck } from 'lucide-react'
import { useSignOut } from '~/features/auth/useSignOut'
import { LookMenuItems } from '~/features/shell/LookMenuItems'
import '~/theme/menus.css'
import type { Opened } from '~/ui/useOpener'

interface Props extends Opened {
  onNavigate: () => void
}

export default function AdminMenuItems({ target, onNavigate, ...opened }: Props) {
  const signOut = useSignOut()
  return (
    <Menu {...opened} position="top-start" width={240} closeOnItemClick={false}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/c" leftSection={<Images size={16} />} closeMenuOnClick>
          <Trans>Back to the pictures</Trans>
        </Menu.Item>
        <Menu.Item
          component={Link}
          to="/admin/settings"
          leftSection={<ShieldCheck size={16} />}
          closeMenuOnClick
          onClick={onNavigate}
        >
          <Trans>Second factor</Trans>
        </Menu.Item>
        <Menu.Divider />
        <LookMenuItems />
        <Menu.Divider />
        <Menu.Item
          leftSection={<LogOut size={16} />}
          onClick={() => signOut.mutate()}
          disabled={signOut.isPending}
        >
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
