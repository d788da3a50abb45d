import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { serverNow } from '~/api/serverClock'
import type { Payment } from '~/api/types'
import { coinAmount } from '~/features/billing/price'
import { formatZoned } from '~/lib/format'
import card from '~/ui/card.module.css'
import { EndCard, ToBilling, ToPictures } from './EndCard'

/** The month is the customer's, now or later. */
export function ActiveScreen({ payment }: { payment: Payment }) {
  const { plan, period, state } = payment
  const begins = period !== undefined && Date.parse(period.starts_at) > serverNow()
  const end = period === undefined ? '' : formatZoned(period.ends_at)
  const start = period === undefined ? '' : formatZoned(period.starts_at)
  return (
    <EndCard
      acts={
        <>
          {begins ? <ToBilling loud /> : <ToPictures />}
          <Button
            renderRoot={(props) => (
              <Link {...props} to="/payments/$payment/receipt" params={{ payment: payment.id }} />
            )}
            variant="default"
          >
            <Trans>Receipt</Trans>
          </Button>
        </>
      }
    >
      <p className={card.title}>{plan.label}</p>
      {period !== undefined &&
        (begins ? (
          <p>
            <Trans>
              Begins on {start}, when your current month ends, and runs until {end}. You can start it sooner
              from Billing.
            </Trans>
          </p>
        ) : (
          <p>
            <Trans>Until {end}</Trans>
          </p>
        ))}
      {state === 'paid_late' && (
        <p>
          <Trans>It came after its time and counts all the same.</Trans>
        </p>
      )}
      <Difference payment={payment} />
    </EndCard>
  )
}

/** What came beside the price: an open question until it is settled, and then what became of it. */
function Difference({ payment }: { payment: Payment }) {
  const { state, settlement, refund, asked, received, coin } = payment
  if (refund !== undefined)
    return (
      <p>
        <Trans>{coinAmount(refund.amount, coin?.name)} was sent back.</Trans>
      </p>
    )
  if (settlement === 'granted')
    return (
      <p>
        <Trans>A person looked at this payment, and pictures were added to your month.</Trans>
      </p>
    )
  if (state !== 'overpaid' || settlement !== undefined) return null
  if (asked === undefined || received === undefined) return null
  return (
    <p>
      <Trans>
        {coinAmount(received, coin?.name)} came, {coinAmount(asked, coin?.name)} was asked. Write to support
        about the difference, and name the payment number below.
      </Trans>
    </p>
  )
}
