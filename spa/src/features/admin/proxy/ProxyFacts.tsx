import { Trans, useLingui } from '@lingui/react/macro'
import { Fact } from '~/ui/Fact'
import { Card } from '../file/Card'
import { CopyId } from '../file/CopyId'
import { Facts } from '../file/Facts'
import { ListLink } from '../file/ListLink'
import { Moment } from '../file/Moment'
import type { AdminProxy } from '../file/types'
import { formatCount, formatMs } from '../words/numbers'

export function ProxyFacts({ proxy }: { proxy: AdminProxy }) {
  const { t } = useLingui()
  const { until, tested_at, exit_address, latency_ms, detail } = proxy
  return (
    <Card title={t`Proxy`}>
      <Facts>
        <Fact term={t`Place`}>{proxy.place}</Fact>
        <Fact term={t`Id`}>
          <CopyId id={proxy.id} whole />
        </Fact>
        {until !== undefined && (
          <Fact term={t`Left alone until`}>
            <Moment at={until} exact />
          </Fact>
        )}
        <Fact term={t`Failures`}>
          <Trans>{formatCount(proxy.failures)} in a row</Trans>
        </Fact>
        {detail !== undefined && <Fact term={t`What was told`}>{detail}</Fact>}
        <Fact term={t`Tested`}>
          {tested_at === undefined ? <Trans>never</Trans> : <Moment at={tested_at} />}
        </Fact>
        {exit_address !== undefined && <Fact term={t`Seen from outside`}>{exit_address}</Fact>}
        {latency_ms !== undefined && <Fact term={t`Answers in`}>{formatMs(latency_ms)}</Fact>}
        <Fact term={t`Keys on it`}>{formatCount(proxy.keys)}</Fact>
        <Fact term={t`Added`}>
          <Moment at={proxy.created_at} exact />
        </Fact>
        <Fact term={t`Pictures`}>
          <ListLink to="/admin/generations" filter={{ proxy: proxy.id }}>
            <Trans>those made through it</Trans>
          </ListLink>
        </Fact>
      </Facts>
    </Card>
  )
}
