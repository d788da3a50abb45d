import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleAlert, PowerOff } from 'lucide-react'
import { AttentionTitle } from '~/features/admin/overview/AttentionTitle'
import { overviewQuery, type Attention } from '~/features/admin/overview/overview'
import classes from './StandingBanner.module.css'

/** What every admin has to know on whichever page: pools without a key, and what is switched off. */
export function StandingBanner() {
  const attention = useQuery(overviewQuery).data?.attention ?? []
  const standing = attention.filter(({ kind }) => kind === 'pool_empty' || kind === 'switched_off')
  if (standing.length === 0) return null
  return (
    <div role="status">
      <ul className={classes.banner}>
        {standing.map((one) => (
          <Line key={`${one.kind} ${one.provider ?? ''} ${one.title}`} about={one} />
        ))}
      </ul>
    </div>
  )
}

function Line({ about }: { about: Attention }) {
  const empty = about.kind === 'pool_empty'
  return (
    <li className={classes.line} data-tone={empty ? 'bad' : 'warn'}>
      {empty ? <CircleAlert size={16} aria-hidden /> : <PowerOff size={16} aria-hidden />}
      <span>
        <AttentionTitle of={about} />{' '}
        {empty ? (
          <Link to="/admin/keys" search={about.provider === undefined ? {} : { provider: about.provider }}>
            <Trans>Look at the keys</Trans>
          </Link>
        ) : (
          <Link to="/admin/switches">
            <Trans>Switches</Trans>
          </Link>
        )}
      </span>
    </li>
  )
}
