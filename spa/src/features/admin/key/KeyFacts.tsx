import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Fact } from '~/ui/Fact'
import { Card } from '../file/Card'
import { CopyId } from '../file/CopyId'
import { Facts } from '../file/Facts'
import { ListLink } from '../file/ListLink'
import { Moment } from '../file/Moment'
import type { KeyFile } from '../file/types'
import { formatCount } from '../words/numbers'
import { balanceWords } from './balanceWords'

export function KeyFacts({ file: { key, models_barred } }: { file: KeyFile }) {
  const { t } = useLingui()
  const { balance, proxy, picked_at, worked_at, rpm } = key
  return (
    <Card title={t`Key`}>
      <Facts>
        <Fact term={t`Provider`}>
          <ListLink to="/admin/keys" filter={{ provider: key.provider }}>
            {key.provider}
          </ListLink>
        </Fact>
        <Fact term={t`Fingerprint`}>
          <CopyId id={key.fingerprint} whole of={t`fingerprint`} />
        </Fact>
        <Fact term={t`Id`}>
          <CopyId id={key.id} whole />
        </Fact>
        <Fact term={t`Account`}>{key.account ?? '–'}</Fact>
        <Fact term={t`Balance`}>
          {balanceWords(balance)}
          {balance.at !== undefined && (
            <>
              {' '}
              (<Moment at={balance.at} />)
            </>
          )}
        </Fact>
        <Fact term={t`Proxy`}>
          {proxy === undefined ? (
            <Trans>none: directly</Trans>
          ) : (
            <>
              <Link to="/admin/proxies/$id" params={{ id: proxy.id }}>
                {proxy.label}
              </Link>
              {key.proxy_only && (
                <>
                  , <Trans>never around it</Trans>
                </>
              )}
            </>
          )}
        </Fact>
        <Fact term={t`In flight`}>
          <Trans>
            {formatCount(key.in_flight)} of {formatCount(key.max_in_flight)}
          </Trans>
        </Fact>
        <Fact term={t`Per minute`}>
          {rpm === undefined ? <Trans>no limit of ours</Trans> : formatCount(rpm)}
        </Fact>
        <Fact term={t`Strikes`}>{formatCount(key.strikes)}</Fact>
        <Fact term={t`Last picked`}>
          {picked_at === undefined ? <Trans>never</Trans> : <Moment at={picked_at} />}
        </Fact>
        <Fact term={t`Last worked`}>
          {worked_at === undefined ? <Trans>never</Trans> : <Moment at={worked_at} />}
        </Fact>
        {models_barred.length > 0 && <Fact term={t`Not for`}>{models_barred.join(', ')}</Fact>}
        <Fact term={t`Added`}>
          <Moment at={key.created_at} exact />
        </Fact>
        <Fact term={t`Pictures`}>
          <ListLink to="/admin/generations" filter={{ key: key.id }}>
            <Trans>those made with it</Trans>
          </ListLink>
        </Fact>
      </Facts>
    </Card>
  )
}
