import { Menu } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CreditCard, Keyboard, LogOut, Settings, Wrench } from 'lucide-react'
import { meQuery } from '~/api/queries'
import { useSignOut } from '~/features/auth/useSignOut'
import { isTouch } from '~/lib/isTouch'
import '~/theme/menus.css'
import type { Opened } from '~/ui/useOpener'
import { LookMenuItems } from './LookMenuItems'
import { shortcutSheet } from './shortcutSheet'

interface Props extends Opened {
  onNavigate: () => void
}

export default function AccountMenuItems({ target, onNavigate, ...opened }: Props) {
  const signOut = useSignOut()
  const me = useQuery({ ...meQuery, enabled: false }).data
  return (
    <Menu {...opened} position="top-start" width={240} closeOnItemClick={false}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={Link}
          to="/billing"
          leftSection={<CreditCard size={16} />}
          closeMenuOnClick
          onClick={onNavigate}
        >
          <Trans>Billing</Trans>
        </Menu.Item>
        <Menu.Item
          component={Link}
          to="/settings"
          leftSection={<Settings size={16} />}
          closeMenuOnClick
          onClick={onNavigate}
        >
          <Trans>Settings</Trans>
        </Menu.Item>
        {me?.role === 'admin' && (
          <Menu.Item
            component={Link}
            to="/admin"
            leftSection={<Wrench size={16} />}
            closeMenuOnClick
            onClick={onNavigate}
          >
            <Trans>Administration</Trans>
          </Menu.Item>
        )}
        <Menu.Divider />
        <LookMenuItems />
        <Menu.Divider />
        {!isTouch() && (
          <Menu.Item
            leftSection={<Keyboard size={16} />}
            closeMenuOnClick
            onClick={() => shortcutSheet.set(true)}
          >
            <Trans>Keyboard shortcuts</Trans>
          </Menu.Item>
        )}
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
