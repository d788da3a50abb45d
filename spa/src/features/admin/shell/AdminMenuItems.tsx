import { Trans } from '@lingui/react/macro'
import { Images, ShieldCheck } from 'lucide-react'
import { MenuFrame, MenuWay, type MenuProps } from '~/features/shell/MenuFrame'

export default function AdminMenuItems({ onNavigate, ...opened }: MenuProps) {
  return (
    <MenuFrame
      {...opened}
      ways={
        <>
          <MenuWay to="/c" icon={Images} onNavigate={onNavigate}>
            <Trans>Back to the pictures</Trans>
          </MenuWay>
          <MenuWay to="/admin/settings" icon={ShieldCheck} onNavigate={onNavigate}>
            <Trans>Second factor</Trans>
          </MenuWay>
        </>
      }
    />
  )
}
