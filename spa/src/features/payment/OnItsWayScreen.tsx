import { Plural, Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { meQuery } from '~/api/queries'
import type { Payment } from '~/api/types'
import { coinAmount } from '~/features/billing/price'
import card from '~/ui/card.module.css'

/** The money is seen; the network takes its time. */
export function OnItsWayScreen({ payment }: { payment: Payment }) {
  const email = useQuery(meQuery).data?.email ?? ''
  return (
    <section className={card.card}>
      {payment.received !== undefined && (
        <p className={card.title}>
          <Trans>{coinAmount(payment.received, payment.coin?.name)} is on its way</Trans>
        </p>
      )}
      <Confirmations payment={payment} />
      <p className={card.text}>
        <Trans>You may close this page. Your month begins by itself, and we write to {email}.</Trans>
      </p>
    </section>
  )
}

function Confirmations({ payment: { confirmations = 0, confirmations_needed } }: { payment: Payment }) {
  if (confirmations_needed === undefined)
    return (
      <p className={card.text}>
        {confirmations === 0 ? (
          <Trans>The network has not confirmed it yet.</Trans>
        ) : (
          <Plural value={confirmations} one="# confirmation so far" other="# confirmations so far" />
        )}
      </p>
    )
  return (
    <p className={card.text}>
      <Plural
        value={confirmations_needed}
        one={`${confirmations} of # confirmation`}
        other={`${confirmations} of # confirmations`}
      />
    </p>
  )
}
