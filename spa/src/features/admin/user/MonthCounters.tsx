import { Trans, useLingui } from '@lingui/react/macro'
import { Fact } from '~/ui/Fact'
import { Card } from '../file/Card'
import { Facts } from '../file/Facts'
import { Moment } from '../file/Moment'
import type { AdminUserRow } from '../file/types'
import { formatCount, formatPercent } from '../words/numbers'

/** The exact counts of the current month, which customers see only as a share. */
export function MonthCounters({ user }: { user: AdminUserRow }) {
  const { t } = useLingui()
  const { plan_label, cycle_ends_at, request_limit, spent = 0, held = 0 } = user
  return (
    <Card title={t`Current month`}>
      {request_limit === undefined ? (
        <p>
          <Trans>No month runs.</Trans>
        </p>
      ) : (
        <Facts>
          <Fact term={t`Plan`}>{plan_label ?? '–'}</Fact>
          <Fact term={t`Left`}>
            <strong>{formatCount(request_limit - spent - held)}</strong>{' '}
            <Trans>of {formatCount(request_limit)}</Trans> (
            {formatPercent(request_limit - spent - held, request_limit)})
          </Fact>
          <Fact term={t`Used`}>{formatCount(spent)}</Fact>
          <Fact term={t`Held`}>
            {formatCount(held)} <Trans>by pictures that are not done yet</Trans>
          </Fact>
          {cycle_ends_at !== undefined && (
            <Fact term={t`Ends`}>
              <Moment at={cycle_ends_at} exact /> (<Moment at={cycle_ends_at} />)
            </Fact>
          )}
        </Facts>
      )}
    </Card>
  )
}
