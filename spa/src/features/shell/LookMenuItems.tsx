import { Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import type { Language } from '~/i18n/i18n'
import { useLanguage } from './useLanguage'

/** The part of an account menu that is about how the page looks and speaks. */
export function LookMenuItems() {
  const [language, setLanguage] = useLanguage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
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
      <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as MantineColorScheme)}>
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
    </>
  )
}
