import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { coinAmount, formatPrice } from '~/features/billing/price'
import { Fact } from '~/ui/Fact'
import { Card } from '../file/Card'
import { CopyId } from '../file/CopyId'
import { Facts } from '../file/Facts'
import { Moment } from '../file/Moment'
import type { AdminPayment } from '../file/types'
import { formatCount } from '../words/numbers'

export function PaymentFacts({ payment }: { payment: AdminPayment }) {
  return (
    <>
      <Money payment={payment} />
      <Processor payment={payment} />
    </>
  )
}

/** What was asked for and what came: exact, as it was told. */
function Money({ payment }: { payment: AdminPayment }) {
  const { t } = useLingui()
  const { id, user_id, email, plan, price, coin, network, asked, received, address, transactions, refund } =
    payment
  return (
    <Card title={t`Money`}>
      <Facts>
        <Fact term={t`Customer`}>
          <Link to="/admin/users/$id" params={{ id: user_id }}>
            {email}
          </Link>
        </Fact>
        <Fact term={t`Plan`}>
          {plan.label}, <Trans>{formatCount(payment.request_limit)} requests</Trans>
        </Fact>
        <Fact term={t`Price`}>{formatPrice(price)}</Fact>
        {network !== undefined && <Fact term={t`Network`}>{network}</Fact>}
        <Fact term={t`Asked`}>{asked === undefined ? '–' : coinAmount(asked, coin?.name)}</Fact>
        <Fact term={t`Received`}>
          {received === undefined ? <Trans>nothing yet</Trans> : coinAmount(received, coin?.name)}
        </Fact>
        {address !== undefined && (
          <Fact term={t`Address`}>
            <CopyId id={address} whole of={t`address`} />
          </Fact>
        )}
        {transactions.map((transaction) => (
          <Fact key={transaction} term={t`Transaction`}>
            <CopyId id={transaction} whole of={t`transaction`} />
          </Fact>
        ))}
        {payment.reported_tx !== undefined && (
          <Fact term={t`Reported`}>
            <CopyId id={payment.reported_tx} whole of={t`reported transaction`} />
          </Fact>
        )}
        {refund !== undefined && (
          <Fact term={t`Sent back`}>
            {coinAmount(refund.amount, coin?.name)}
            <br />
            <CopyId id={refund.address} whole of={t`address of the refund`} />
            <br />
            <CopyId id={refund.transaction} whole of={t`transaction of the refund`} />
          </Fact>
        )}
        <Fact term={t`Id`}>
          <CopyId id={id} whole />
        </Fact>
      </Facts>
    </Card>
  )
}

/** What its processor tells, and when it was and will be asked. */
function Processor({ payment }: { payment: AdminPayment }) {
  const { t } = useLingui()
  const { processor, by_hand, external_id, read_at, next_read_at, read_failures, expires_at } = payment
  return (
    <Card title={t`Processor`}>
      <Facts>
        <Fact term={t`Processor`}>
          {processor.label}
          {by_hand && (
            <>
              , <Trans>confirmed by hand</Trans>
            </>
          )}
        </Fact>
        {external_id !== undefined && (
          <Fact term={t`Its id there`}>
            <CopyId id={external_id} whole of={t`id at the processor`} />
          </Fact>
        )}
        <Fact term={t`Started`}>
          <Moment at={payment.created_at} exact />
        </Fact>
        {expires_at !== undefined && (
          <Fact term={t`Good until`}>
            <Moment at={expires_at} exact />
          </Fact>
        )}
        {payment.activated_at !== undefined && (
          <Fact term={t`Month begun`}>
            <Moment at={payment.activated_at} exact />
          </Fact>
        )}
        {payment.settled_at !== undefined && (
          <Fact term={t`Settled`}>
            <Moment at={payment.settled_at} exact />
          </Fact>
        )}
        {payment.kept && (
          <Fact term={t`Kept`}>
            <Trans>The customer keeps the month whatever becomes of the money.</Trans>
          </Fact>
        )}
        <Fact term={t`Last asked`}>
          {read_at === undefined ? <Trans>never</Trans> : <Moment at={read_at} />}
        </Fact>
        <Fact term={t`Asked next`}>
          {next_read_at === undefined ? <Trans>not any more</Trans> : <Moment at={next_read_at} />}
        </Fact>
        {read_failures > 0 && (
          <Fact term={t`Failures`}>
            <Trans>{formatCount(read_failures)} in a row</Trans>
          </Fact>
        )}
        {payment.detail !== undefined && <Fact term={t`Last trouble`}>{payment.detail}</Fact>}
      </Facts>
    </Card>
  )
}
