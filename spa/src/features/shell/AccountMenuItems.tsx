import { Menu } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { CreditCard, Keyboard, Settings, Wrench } from 'lucide-react'
import { meQuery } from '~/api/queries'
import { isTouch } from '~/lib/isTouch'
import { MenuFrame, MenuWay, type MenuProps } from './MenuFrame'
import { shortcutSheet } from './shortcutSheet'

export default function AccountMenuItems({ onNavigate, ...opened }: MenuProps) {
  const me = useQuery({ ...meQuery, enabled: false }).data
  return (
    <MenuFrame
      {...opened}
      ways={
        <>
          <MenuWay to="/billing" icon={CreditCard} onNavigate={onNavigate}>
            <Trans>Billing</Trans>
          </MenuWay>
          <MenuWay to="/settings" icon={Settings} onNavigate={onNavigate}>
            <Trans>Settings</Trans>
          </MenuWay>
          {me?.role === 'admin' && (
            <MenuWay to="/admin" icon={Wrench} onNavigate={onNavigate}>
              <Trans>Administration</Trans>
            </MenuWay>
          )}
        </>
      }
    >
      {!isTouch() && (
        <Menu.Item
          leftSection={<Keyboard size={16} />}
          closeMenuOnClick
          onClick={() => shortcutSheet.set(true)}
        >
          <Trans>Keyboard shortcuts</Trans>
        </Menu.Item>
      )}
    </MenuFrame>
  )
}
