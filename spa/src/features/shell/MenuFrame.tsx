import { Menu } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { LogOut, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useSignOut } from '~/features/auth/useSignOut'
import '~/theme/menus.css'
import type { Opened } from '~/ui/useOpener'
import { LookMenuItems } from './LookMenuItems'

export interface MenuProps extends Opened {
  onNavigate: () => void
}

interface Props extends Opened {
  /** The ways that lead from here. */
  ways: ReactNode
  /** What else there is above the way out. */
  children?: ReactNode
}

/** The menu of an account, whichever part of the product it is opened in. */
export function MenuFrame({ target, ways, children, ...opened }: Props) {
  const signOut = useSignOut()
  return (
    <Menu {...opened} position="top-start" width={240} closeOnItemClick={false}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        {ways}
        <Menu.Divider />
        <LookMenuItems />
        <Menu.Divider />
        {children}
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

interface WayProps {
  to: '/billing' | '/settings' | '/admin' | '/admin/settings' | '/c'
  icon: LucideIcon
  onNavigate: () => void
  children: ReactNode
}

export function MenuWay({ to, icon: Icon, onNavigate, children }: WayProps) {
  return (
    <Menu.Item
      component={Link}
      to={to}
      leftSection={<Icon size={16} />}
      closeMenuOnClick
      onClick={onNavigate}
    >
      {children}
    </Menu.Item>
  )
}
