import { ActionIcon } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useParams } from '@tanstack/react-router'
import { Menu } from 'lucide-react'
import { conversationQuery } from '~/api/queries'
import { QuotaLine } from '~/features/quota/QuotaLine'
import classes from './PhoneBar.module.css'

export function PhoneBar({ onMenu }: { onMenu: () => void }) {
  const { t } = useLingui()
  const { id } = useParams({ strict: false })
  const path = useLocation({ select: ({ pathname }) => pathname })
  const conversation = useQuery({ ...conversationQuery(id ?? ''), enabled: id !== undefined }).data
  const title = () => {
    if (id !== undefined) return conversation?.title
    if (path.startsWith('/gallery')) return t`Gallery`
    if (path === '/home') return t`Home`
    if (path === '/settings') return t`Settings`
    return /^\/(billing|payments)/.test(path) ? t`Billing` : t`New picture`
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
