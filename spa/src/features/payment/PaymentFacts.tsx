import { Trans, useLingui } from '@lingui/react/macro'
import type { Payment } from '~/api/types'
import { coinAmount, formatPrice } from '~/features/billing/price'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import { formatZoned } from '~/lib/format'
import { CopyButton } from '~/ui/CopyButton'
import { Fact } from '~/ui/Fact'
import classes from './PaymentFacts.module.css'
import { stageOf } from './stage'

/** What is on record about the payment, for whoever has to tell somebody else of it. */
export function PaymentFacts({ payment }: { payment: Payment }) {
  const { t } = useLingui()
  useLanguageChange()
  const { coin, refund } = payment
  const stage = stageOf(payment)
  const addressIsAbove = stage === 'waiting' || stage === 'partial'
  return (
    <details className={classes.facts}>
      <summary>
        <Trans>Details</Trans>
      </summary>
      <dl>
        <Fact term={t`Plan`}>{payment.plan.label}</Fact>
        <Fact term={t`Price`}>{formatPrice(payment.price)}</Fact>
        <Fact term={t`Way to pay`}>{payment.processor.label}</Fact>
        {payment.network !== undefined && <Fact term={t`Network`}>{payment.network}</Fact>}
        {payment.asked !== undefined && <Fact term={t`Asked`}>{coinAmount(payment.asked, coin?.name)}</Fact>}
        {payment.received !== undefined && (
          <Fact term={t`Received`}>{coinAmount(payment.received, coin?.name)}</Fact>
        )}
        {payment.address !== undefined && !addressIsAbove && <Id term={t`Address`} text={payment.address} />}
        {payment.transactions.map((transaction) => (
          <Id key={transaction} term={t`Transaction`} text={transaction} />
        ))}
        {refund !== undefined && (
          <>
            <Fact term={t`Sent back`}>{coinAmount(refund.amount, coin?.name)}</Fact>
            <Id term={t`Sent back to`} text={refund.address} />
            <Id term={t`Sent back in`} text={refund.transaction} />
          </>
        )}
        <Fact term={t`Started`}>{formatZoned(payment.created_at)}</Fact>
        <Id term={t`Payment number`} text={payment.id} />
      </dl>
    </details>
  )
}

function Id({ term, text }: { term: string; text: string }) {
  const { t } = useLingui()
  return (
    <Fact term={term}>
      <span className={classes.id}>
        <code>{text}</code>
        <CopyButton text={text} label={t`Copy: ${term}`} />
      </span>
    </Fact>
  )
}
