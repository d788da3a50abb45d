import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Subscription } from '~/api/types'
import { Notice, type Tone } from '~/ui/Notice'

type Open = NonNullable<Subscription['payment']>

/** A payment that is under way, with the way back to it. */
export function PaymentBanner({ payment }: { payment: Open }) {
  const asksForMoney = ['pending', 'underpaid'].includes(payment.state) && !payment.in_review
  return (
    <Notice tone={toneOf(payment)}>
      <p>
        <Words payment={payment} />
      </p>
      <Button
        renderRoot={(props) => <Link {...props} to="/payments/$payment" params={{ payment: payment.id }} />}
        variant={asksForMoney ? 'filled' : 'default'}
      >
        {asksForMoney ? <Trans>Continue the payment</Trans> : <Trans>See the payment</Trans>}
      </Button>
    </Notice>
  )
}

function toneOf({ state, in_review }: Open): Tone {
  return state === 'underpaid' && !in_review ? 'warn' : 'busy'
}

function Words({ payment: { state, in_review } }: { payment: Open }) {
  if (in_review || state === 'needs_review')
    return <Trans>A person is looking at your payment. Nothing is to be sent again.</Trans>
  switch (state) {
    case 'underpaid':
      return <Trans>Part of your payment has arrived. Send the rest, and your month begins.</Trans>
    case 'confirming':
      return <Trans>We see your payment. Your month begins when it is confirmed.</Trans>
    case 'creating':
      return <Trans>Your payment is being prepared.</Trans>
    default:
      return <Trans>A payment is waiting for you.</Trans>
  }
}
