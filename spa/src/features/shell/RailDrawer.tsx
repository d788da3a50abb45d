import { Drawer } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import '~/theme/dialogs.css'
import { Rail } from './Rail'
import classes from './RailDrawer.module.css'

interface Props {
  opened: boolean
  seek: number
  onClose: () => void
}

export default function RailDrawer({ opened, seek, onClose }: Props) {
  const { t } = useLingui()
  return (
    <Drawer.Root opened={opened} onClose={onClose} size={300} padding={0} classNames={classes}>
      <Drawer.Overlay backgroundOpacity={0.45} />
      <Drawer.Content aria-label={t`Conversations`}>
        <Drawer.Body>
          <Rail onNavigate={onClose} seek={seek} />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
