import { Trans, useLingui } from '@lingui/react/macro'
import type { Payment } from '~/api/types'
import { coinAmount, formatPrice } from '~/features/billing/price'
import card from '~/ui/card.module.css'
import { CopyField } from './CopyField'
import { PageLink } from './PageLink'

/** Nothing of ours to show: coin and address are on the processor's page. */
export function OnTheirPage({ payment }: { payment: Payment }) {
  const { t } = useLingui()
  const rest = payment.state === 'underpaid' ? payment.missing : undefined
  const amount = rest === undefined ? formatPrice(payment.price) : coinAmount(rest, payment.coin?.name)
  return (
    <>
      <CopyField
        label={rest === undefined ? t`To be paid` : t`Send the rest, exactly`}
        text={rest ?? payment.price.amount}
        shown={amount}
        size="amount"
      />
      <p className={card.text}>
        <Trans>
          Coin and address are on the page of {payment.processor.label}. Send so that exactly the amount shown
          there arrives: exchanges take their fee out of it.
        </Trans>
      </p>
      <div className={card.acts}>
        <PageLink url={payment.pay_url} loud />
      </div>
    </>
  )
}
