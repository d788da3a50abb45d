import { ActionIcon } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Menu } from 'lucide-react'
import { conversationQuery } from '~/api/queries'
import { QuotaLine } from '~/features/quota/QuotaLine'
import classes from './PhoneBar.module.css'

export function PhoneBar({ onMenu }: { onMenu: () => void }) {
  const { t } = useLingui()
  const { id } = useParams({ strict: false })
  const conversation = useQuery({ ...conversationQuery(id ?? ''), enabled: id !== undefined }).data
  return (
    <header className={classes.bar}>
      <ActionIcon
        variant="subtle"
        color="gray"
        c="var(--np-text)"
        size={44}
        onClick={onMenu}
        aria-label={t`Open the menu`}
      >
        <Menu size={20} />
      </ActionIcon>
      <span className={classes.title}>{id === undefined ? t`New picture` : conversation?.title}</span>
      <QuotaLine compact />
    </header>
  )
}
