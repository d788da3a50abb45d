import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { SquarePen } from 'lucide-react'
import { QuotaLine } from '~/features/quota/QuotaLine'
import { AccountMenu } from './AccountMenu'
import { ConversationList } from './ConversationList'
import { Mark } from './Mark'
import classes from './Rail.module.css'

export function Rail({ onNavigate }: { onNavigate: () => void }) {
  const { t } = useLingui()
  return (
    <div className={classes.rail}>
      <div className={classes.head}>
        <Link to="/c" className={classes.home} onClick={onNavigate} aria-label={t`nproxy, new picture`}>
          <Mark />
        </Link>
        <Link to="/c" className={classes.fresh} activeOptions={{ exact: true }} onClick={onNavigate}>
          <SquarePen size={16} aria-hidden />
          <Trans>New picture</Trans>
        </Link>
      </div>
      <nav className={classes.list} aria-label={t`Conversations`}>
        <ConversationList onNavigate={onNavigate} />
      </nav>
      <div className={classes.foot}>
        <QuotaLine onNavigate={onNavigate} />
        <AccountMenu onNavigate={onNavigate} />
      </div>
    </div>
  )
}
