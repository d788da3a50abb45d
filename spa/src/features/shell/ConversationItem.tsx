import { ActionIcon } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Ellipsis } from 'lucide-react'
import { lazy, Suspense, useEffect } from 'react'
import type { Conversation } from '~/api/types'
import { useOpener } from '~/ui/useOpener'
import classes from './ConversationItem.module.css'
import { hasMoved, useDelete, usePin } from './useConversationActs'

const ConversationMenu = lazy(() => import('./ConversationMenu'))
const RenameDialog = lazy(() => import('./RenameDialog'))

interface Props {
  conversation: Conversation
  onNavigate: () => void
}

export function ConversationItem({ conversation, onNavigate }: Props) {
  const { t } = useLingui()
  const { id, title, pinned } = conversation
  const { button, menu, wanted } = useOpener('menu')
  const [renaming, rename] = useDisclosure(false)
  const pin = usePin(conversation)
  const remove = useDelete(conversation)
  useEffect(() => {
    // The menu would have given the focus back to a button that is gone.
    if (hasMoved(id)) document.getElementById(button.id)?.focus()
  }, [id, button.id])
  return (
    <li className={classes.item}>
      <Link to="/c/$id" params={{ id }} className={classes.link} onClick={onNavigate} title={title}>
        {title}
      </Link>
      <ActionIcon
        {...button}
        variant="subtle"
        color="gray"
        c="var(--np-muted)"
        className={classes.more}
        size={28}
        aria-label={t`Actions for “${title}”`}
      >
        <Ellipsis size={16} />
      </ActionIcon>
      <Suspense>
        {wanted && (
          <ConversationMenu {...menu} pinned={pinned} onPin={pin} onRename={rename.open} onDelete={remove} />
        )}
      </Suspense>
      {/* Of its own: while the dialog is fetched, the menu has to go on closing. */}
      <Suspense>{renaming && <RenameDialog conversation={conversation} onClose={rename.close} />}</Suspense>
    </li>
  )
}
