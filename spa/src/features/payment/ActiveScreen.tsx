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
  const { plan, period, state, asked, received, coin } = payment
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
      {state === 'overpaid' && asked !== undefined && received !== undefined && (
        <p>
          <Trans>
            {coinAmount(received, coin?.name)} came, {coinAmount(asked, coin?.name)} was asked. Write to
            support about the difference, and name the payment number below.
          </Trans>
        </p>
      )}
    </EndCard>
  )
}
