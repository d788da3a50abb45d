import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { AdminAttempt } from '../file/types'
import { formatMs, formatUsd } from '../words/numbers'
import { State } from '../words/State'
import { attemptWords } from '../words/words'
import { spentWords } from './spentWords'
import classes from './generation.module.css'

/** One call to a provider: by which key and way, how it ended, how long it took, what it cost. */
export function Attempt({ attempt }: { attempt: AdminAttempt }) {
  const { t } = useLingui()
  const { key, proxy, provider, model, upstream_ms, cost_usd, spent, detail } = attempt
  const facts = [
    provider,
    model,
    upstream_ms === undefined ? null : formatMs(upstream_ms),
    spent === undefined ? null : spentWords(spent),
    cost_usd === undefined ? null : formatUsd(cost_usd),
  ].filter((part) => part !== null)
  return (
    <div className={classes.attempt}>
      <State of={attemptWords(attempt)} />
      <span>{facts.join(' · ')}</span>
      <span>
        <Link to="/admin/keys/$id" params={{ id: key.id }} title={t`Fingerprint ${key.fingerprint}`}>
          {key.label}
        </Link>{' '}
        <code>{key.fingerprint}</code>{' '}
        {proxy === undefined ? (
          <Trans>directly</Trans>
        ) : (
          <Trans>
            through{' '}
            <Link to="/admin/proxies/$id" params={{ id: proxy.id }}>
              {proxy.label}
            </Link>
          </Trans>
        )}
      </span>
      {detail !== undefined && <code className={classes.told}>{detail}</code>}
    </div>
  )
}
