import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { meQuery } from '~/api/queries'
import type { Payment } from '~/api/types'
import { formatPrice } from '~/features/billing/price'
import card from '~/ui/card.module.css'
import classes from './ByHandScreen.module.css'
import { CopyField } from './CopyField'
import { ToSend } from './ToSend'

/** A person takes the money: his words stand as he wrote them. */
export function ByHandScreen({ payment }: { payment: Payment }) {
  const { t } = useLingui()
  const email = useQuery(meQuery).data?.email ?? ''
  return (
    <ToSend payment={payment}>
      <CopyField
        label={t`To be paid`}
        text={payment.price.amount}
        shown={formatPrice(payment.price)}
        size="amount"
      />
      {payment.instructions !== undefined && <p className={classes.words}>{payment.instructions}</p>}
      <CopyField label={t`Quote this reference`} text={payment.id} />
      <p className={card.text}>
        <Trans>A person confirms your payment, then your month begins, and we write to {email}.</Trans>
      </p>
    </ToSend>
  )
}
