import { ActionIcon } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useParams } from '@tanstack/react-router'
import { Menu } from 'lucide-react'
import { conversationQuery } from '~/api/queries'
import { QuotaLine } from '~/features/quota/QuotaLine'
import { site } from '~/lib/site'
import classes from './PhoneBar.module.css'

export function PhoneBar({ onMenu }: { onMenu: () => void }) {
  const { t } = useLingui()
  const { id } = useParams({ strict: false })
  const path = useLocation({ select: ({ pathname }) => pathname })
  const conversation = useQuery({ ...conversationQuery(id ?? ''), enabled: id !== undefined }).data
  const title = () => {
    if (id !== undefined) return conversation?.title
    // The other pages bear their names themselves.
    return path === '/c' ? t`New picture` : site.name
  }
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
      <span className={classes.title}>{title()}</span>
      <QuotaLine compact />
    </header>
  )
}
