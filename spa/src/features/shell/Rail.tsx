import { useDebouncedValue } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { House, Images, SquarePen } from 'lucide-react'
import { lazy, useState } from 'react'
import { QuotaLine } from '~/features/quota/QuotaLine'
import { withTexts } from '~/i18n/i18n'
import { AccountMenu } from './AccountMenu'
import { AreaBoundary } from './AreaBoundary'
import { ConversationList } from './ConversationList'
import { Mark } from './Mark'
import classes from './Rail.module.css'
import { SearchField } from './SearchField'

const AccountMenuItems = lazy(() => withTexts('account', () => import('./AccountMenuItems')))

const SEARCH_AFTER_MS = 250

interface Props {
  onNavigate: () => void
  /** Grows with each wish to search. */
  seek: number
}

export function Rail({ onNavigate, seek }: Props) {
  const { t } = useLingui()
  const [words, setWords] = useState('')
  const [settled] = useDebouncedValue(words.trim(), SEARCH_AFTER_MS)
  // An emptied field brings the whole list back at once.
  const sought = words.trim() === '' ? '' : settled
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
        <nav className={classes.ways} aria-label={t`Pages`}>
          <Link to="/home" className={classes.way} onClick={onNavigate}>
            <House size={16} aria-hidden />
            <Trans>Home</Trans>
          </Link>
          <Link to="/gallery" className={classes.way} onClick={onNavigate}>
            <Images size={16} aria-hidden />
            <Trans>Gallery</Trans>
          </Link>
        </nav>
        <SearchField value={words} onChange={setWords} seek={seek} />
      </div>
      <nav className={classes.list} aria-label={t`Conversations`}>
        <AreaBoundary>
          <ConversationList words={sought} onNavigate={onNavigate} />
        </AreaBoundary>
      </nav>
      <div className={classes.foot}>
        <QuotaLine onNavigate={onNavigate} />
        <AccountMenu items={AccountMenuItems} onNavigate={onNavigate} />
      </div>
    </div>
  )
}
