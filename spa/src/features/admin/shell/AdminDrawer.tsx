import { Drawer } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import '~/theme/dialogs.css'
import { AdminNav } from './AdminNav'
import classes from './AdminDrawer.module.css'

interface Props {
  opened: boolean
  onClose: () => void
  onSearch: () => void
}

export default function AdminDrawer({ opened, onClose, onSearch }: Props) {
  const { t } = useLingui()
  return (
    <Drawer.Root opened={opened} onClose={onClose} size={280} padding={0} classNames={classes}>
      <Drawer.Overlay backgroundOpacity={0.45} />
      <Drawer.Content aria-label={t`Administration`}>
        <Drawer.Body>
          <AdminNav onNavigate={onClose} onSearch={onSearch} />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
