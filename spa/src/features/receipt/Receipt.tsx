import { useLingui } from '@lingui/react/macro'
import type { Payment } from '~/api/types'
import { LimitWords } from '~/features/billing/LimitWords'
import { paymentWords } from '~/features/billing/paymentWords'
import { coinAmount, formatPrice } from '~/features/billing/price'
import { Mark } from '~/features/shell/Mark'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import { formatPeriod, formatZoned } from '~/lib/format'
import { Fact } from '~/ui/Fact'
import classes from './Receipt.module.css'

interface Props {
  payment: Payment
  activatedAt: string
  email: string
}

/** Who paid what for which time, and in which transaction. */
export function Receipt({ payment, activatedAt, email }: Props) {
  const { t } = useLingui()
  useLanguageChange()
  const { coin, period, refund } = payment
  return (
    <article className={classes.receipt}>
      <div className={classes.head}>
        <Mark />
        <span className={classes.total}>{formatPrice(payment.price)}</span>
      </div>
      <dl>
        <Fact term={t`For`}>
          {payment.plan.label}
          <br />
          <LimitWords pictures={payment.request_limit} months={payment.months} />
        </Fact>
        {period !== undefined && (
          <Fact term={t`Period`}>{formatPeriod(period.starts_at, period.ends_at)}</Fact>
        )}
        <Fact term={t`Customer`}>{email}</Fact>
        <Fact term={t`State`}>{paymentWords({ state: payment.state, in_review: false }).word}</Fact>
        <Fact term={t`Paid on`}>{formatZoned(activatedAt)}</Fact>
        <Fact term={t`Way to pay`}>{payment.processor.label}</Fact>
        {payment.received !== undefined && (
          <Fact term={t`Received`}>
            {[coinAmount(payment.received, coin?.name), payment.network]
              .filter((part) => part !== undefined)
              .join(', ')}
          </Fact>
        )}
        {payment.transactions.map((transaction) => (
          <Fact key={transaction} term={t`Transaction`}>
            <code>{transaction}</code>
          </Fact>
        ))}
        {refund !== undefined && (
          <Fact term={t`Sent back`}>
            {coinAmount(refund.amount, coin?.name)}
            <br />
            <code>{refund.transaction}</code>
          </Fact>
        )}
        <Fact term={t`Payment number`}>
          <code>{payment.id}</code>
        </Fact>
      </dl>
    </article>
  )
}
