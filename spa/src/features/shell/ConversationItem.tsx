import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { Conversation } from '~/api/types'
import classes from './ConversationItem.module.css'

const RenameDialog = lazy(() => import('./RenameDialog'))
const DeleteDialog = lazy(() => import('./DeleteDialog'))

interface Props {
  conversation: Conversation
  onNavigate: () => void
}

export function ConversationItem({ conversation, onNavigate }: Props) {
  const { t } = useLingui()
  const { id, title } = conversation
  const [renaming, rename] = useDisclosure(false)
  const [deleting, remove] = useDisclosure(false)
  return (
    <li className={classes.item}>
      <Link to="/c/$id" params={{ id }} className={classes.link} onClick={onNavigate} title={title}>
        {title}
      </Link>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="var(--np-muted)"
            className={classes.more}
            size={28}
            aria-label={t`Actions for “${title}”`}
          >
            <Ellipsis size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Pencil size={16} />} onClick={rename.open}>
            <Trans>Rename</Trans>
          </Menu.Item>
          <Menu.Item leftSection={<Trash2 size={16} />} c="var(--np-red)" onClick={remove.open}>
            <Trans>Delete</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {renaming && <RenameDialog conversation={conversation} onClose={rename.close} />}
        {deleting && <DeleteDialog conversation={conversation} onClose={remove.close} />}
      </Suspense>
    </li>
  )
}
