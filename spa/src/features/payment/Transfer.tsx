import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { Wallet } from 'lucide-react'
import type { Payment } from '~/api/types'
import { coinAmount, formatPrice } from '~/features/billing/price'
import card from '~/ui/card.module.css'
import { CopyField } from './CopyField'
import { PageLink } from './PageLink'
import { walletLink, withAmount } from './payUri'
import { QrBox } from './QrBox'
import classes from './Transfer.module.css'

/** Exactly so much, to exactly there, on exactly that network. */
export function Transfer({ payment, rest }: { payment: Payment; rest: boolean }) {
  const { t } = useLingui()
  const { address = '', memo, network, coin, pay_url } = payment
  const amount = rest ? payment.missing : payment.asked
  // A code made for the whole amount would have a wallet send all of it again.
  const whole = walletLink(payment.pay_uri)
  const uri = whole !== null && rest ? withAmount(whole, amount ?? '') : whole
  return (
    <>
      <Amount payment={payment} amount={amount} rest={rest} />
      <p className={card.text}>
        <Trans>
          Send so that exactly this arrives: exchanges and wallets take their fee out of it, so add theirs on
          top.
        </Trans>
      </p>
      <div className={classes.ways}>
        <QrBox text={uri ?? address} network={network} />
        <div className={classes.fields}>
          <CopyField label={t`Address`} text={address} />
          {memo !== undefined && (
            <CopyField label={t`Memo (also called tag, or payment id)`} text={memo}>
              <p className={classes.warning}>
                <Trans>
                  Without this memo your money is lost among others’. Enter it beside the address.
                </Trans>
              </p>
            </CopyField>
          )}
          {network !== undefined && (
            <p className={classes.warning}>
              <Trans>
                Only {coin?.name ?? ''} on {network}. Money sent on another network is lost.
              </Trans>
            </p>
          )}
        </div>
      </div>
      <div className={card.acts}>
        {uri !== null && (
          <Button component="a" href={uri} leftSection={<Wallet size={16} />}>
            <Trans>Open in wallet</Trans>
          </Button>
        )}
        <PageLink url={pay_url} loud={false} />
      </div>
    </>
  )
}

function Amount({ payment, amount, rest }: { payment: Payment; amount: string | undefined; rest: boolean }) {
  const { t } = useLingui()
  const price = formatPrice(payment.price)
  const label = rest ? t`Send the rest, exactly` : t`Send exactly`
  if (amount === undefined)
    return (
      <CopyField label={label} text={payment.price.amount} shown={price} size="amount">
        <span className={card.text}>
          <Trans>The amount in coins is on the payment page.</Trans>
        </span>
      </CopyField>
    )
  return (
    <CopyField label={label} text={amount} shown={coinAmount(amount, payment.coin?.name)} size="amount">
      <span className={card.text}>
        {payment.network !== undefined && <Trans>on {payment.network}</Trans>}
        {!rest && payment.network !== undefined && ' · '}
        {!rest && price}
      </span>
    </CopyField>
  )
}
