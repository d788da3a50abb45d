import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Payment } from '~/api/types'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import { formatDay } from '~/lib/format'
import { StateWord } from '~/ui/Notice'
import classes from './PaymentList.module.css'
import { paymentWords } from './paymentWords'
import { formatPrice } from './price'

/** One line each: when, what, how much, where it stands. The line leads to the payment. */
export function PaymentList({ payments }: { payments: Payment[] }) {
  useLanguageChange()
  return (
    <ul className={classes.list}>
      {payments.map((payment) => (
        <PaymentLine key={payment.id} payment={payment} />
      ))}
    </ul>
  )
}

function PaymentLine({ payment }: { payment: Payment }) {
  const { t } = useLingui()
  const { tone, word } = paymentWords(payment)
  const params = { payment: payment.id }
  const day = formatDay(payment.created_at)
  const coin = [payment.coin?.name, payment.network].filter((part) => part !== undefined).join(', ')
  return (
    <li className={classes.line}>
      <Link to="/payments/$payment" params={params} className={classes.payment}>
        <span className={classes.what}>
          <span className={classes.plan}>{payment.plan.label}</span>
          <span className={classes.how}>{[day, coin || payment.processor.label].join(' · ')}</span>
        </span>
        <span className={classes.price}>{formatPrice(payment.price)}</span>
        <span className={classes.state}>
          <StateWord tone={tone}>{word}</StateWord>
        </span>
      </Link>
      {payment.activated_at !== undefined && (
        <Link
          to="/payments/$payment/receipt"
          params={params}
          className={classes.receipt}
          aria-label={t`Receipt for the payment of ${day}`}
        >
          <Trans>Receipt</Trans>
        </Link>
      )}
    </li>
  )
}
