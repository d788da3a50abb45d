import { Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { CreditCard, Keyboard, LogOut, Settings } from 'lucide-react'
import { useSignOut } from '~/features/auth/useSignOut'
import type { Language } from '~/i18n/i18n'
import { isTouch } from '~/lib/isTouch'
import '~/theme/menus.css'
import type { Opened } from '~/ui/useOpener'
import { shortcutSheet } from './shortcutSheet'
import { useLanguage } from './useLanguage'

interface Props extends Opened {
  onNavigate: () => void
}

export default function AccountMenuItems({ target, onNavigate, ...opened }: Props) {
  const signOut = useSignOut()
  const [language, setLanguage] = useLanguage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
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
        <Menu.Divider />
        <Menu.Label>
          <Trans>Language</Trans>
        </Menu.Label>
        <Menu.RadioGroup value={language} onChange={(value) => setLanguage(value as Language)}>
          <Menu.RadioItem value="en" lang="en">
            English
          </Menu.RadioItem>
          <Menu.RadioItem value="ru" lang="ru">
            Русский
          </Menu.RadioItem>
        </Menu.RadioGroup>
        <Menu.Label>
          <Trans>Theme</Trans>
        </Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => setColorScheme(value as MantineColorScheme)}
        >
          <Menu.RadioItem value="auto">
            <Trans>As the system</Trans>
          </Menu.RadioItem>
          <Menu.RadioItem value="light">
            <Trans>Light</Trans>
          </Menu.RadioItem>
          <Menu.RadioItem value="dark">
            <Trans>Dark</Trans>
          </Menu.RadioItem>
        </Menu.RadioGroup>
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
