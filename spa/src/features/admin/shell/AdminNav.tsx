import { UnstyledButton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { lazy } from 'react'
import { overviewQuery } from '~/features/admin/overview/overview'
import { AccountMenu } from '~/features/shell/AccountMenu'
import { Mark } from '~/features/shell/Mark'
import { IS_APPLE } from '~/lib/isApple'
import classes from './AdminNav.module.css'
import { WAYS, type Way } from './ways'

const AdminMenuItems = lazy(() => import('./AdminMenuItems'))

interface Props {
  onNavigate: () => void
  onSearch: () => void
}

export function AdminNav({ onNavigate, onSearch }: Props) {
  const { t } = useLingui()
  const attention = useQuery(overviewQuery).data?.attention ?? []
  const countOf = ({ about = [] }: Way) =>
    attention.filter(({ kind }) => about.includes(kind)).reduce((sum, { count }) => sum + count, 0)
  return (
    <div className={classes.rail}>
      <div className={classes.head}>
        <Link
          to="/admin"
          className={classes.home}
          activeOptions={{ exact: true }}
          onClick={onNavigate}
          aria-label={t`nproxy, overview`}
        >
          <Mark />
        </Link>
        <UnstyledButton
          className={classes.search}
          onClick={onSearch}
          aria-label={t`Search everything`}
          aria-keyshortcuts={IS_APPLE ? 'Meta+K' : 'Control+K'}
        >
          <Search size={16} aria-hidden />
          <span className={classes.label}>
            <Trans>Search</Trans>
          </span>
          <kbd className={classes.key} aria-hidden>
            {IS_APPLE ? '⌘K' : 'Ctrl K'}
          </kbd>
        </UnstyledButton>
      </div>
      <nav className={classes.ways} aria-label={t`Administration`}>
        <ul>
          {WAYS.map((way) => (
            <li key={way.to}>
              <WayLink way={way} count={countOf(way)} onNavigate={onNavigate} />
            </li>
          ))}
        </ul>
      </nav>
      <div className={classes.foot}>
        <AccountMenu items={AdminMenuItems} onNavigate={onNavigate} />
      </div>
    </div>
  )
}

function WayLink({ way, count, onNavigate }: { way: Way; count: number; onNavigate: () => void }) {
  const { t, i18n } = useLingui()
  const Icon = way.icon
  return (
    <Link
      to={way.to}
      className={classes.way}
      activeOptions={{ exact: way.to === '/admin', includeSearch: false }}
      onClick={onNavigate}
    >
      <Icon size={16} aria-hidden />
      <span className={classes.label}>{i18n._(way.label)}</span>{' '}
      {count > 0 && (
        <span className={classes.count}>
          {i18n.number(count)}
          {/* Read out as words of their own. */} <span className="visually-hidden">{t`need attention`}</span>
        </span>
      )}
    </Link>
  )
}
