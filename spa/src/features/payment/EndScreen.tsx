import { Trans } from '@lingui/react/macro'
import type { Payment } from '~/api/types'
import { coinAmount } from '~/features/billing/price'
import card from '~/ui/card.module.css'
import { ActiveScreen } from './ActiveScreen'
import { Again } from './Again'
import { EndCard, ToBilling, ToPictures } from './EndCard'
import type { Stage } from './stage'

interface Props {
  payment: Payment
  stage: Exclude<Stage, 'preparing' | 'by_hand' | 'waiting' | 'partial' | 'seen' | 'confirming'>
}

/** Nothing is to be sent any more: what came of it, and what is next. */
export function EndScreen({ payment, stage }: Props) {
  switch (stage) {
    case 'active':
      return <ActiveScreen payment={payment} />
    case 'expired':
      return <Expired payment={payment} />
    case 'failed':
      return (
        <EndCard acts={<Next payment={payment} />}>
          <p>
            <Trans>
              {payment.processor.label} didn’t take it on. Nothing was paid by it; please don’t send anything.
            </Trans>
          </p>
        </EndCard>
      )
    case 'review':
      return <InReview payment={payment} />
    case 'credited':
      return (
        <EndCard acts={<ToPictures />}>
          <p>
            <Trans>A person looked at this payment and added pictures to your current month instead.</Trans>
          </p>
        </EndCard>
      )
    case 'rejected':
      return (
        <EndCard acts={<ToBilling />}>
          <p>
            <Trans>
              A person looked at this payment and found nothing that can be counted. If you see it otherwise,
              write to support and name the payment number below.
            </Trans>
          </p>
        </EndCard>
      )
    case 'refunded':
      return <Refunded payment={payment} />
  }
}

/** While a person looks for the money nothing else is to be paid. */
function Next({ payment }: { payment: Payment }) {
  return payment.in_review ? <ToBilling /> : <Again payment={payment} />
}

function Expired({ payment }: { payment: Payment }) {
  if (payment.by_hand)
    return (
      <EndCard acts={<Next payment={payment} />}>
        <p>
          <Trans>It was not confirmed in time. Please don’t send money for it any more.</Trans>
        </p>
        {!payment.in_review && (
          <p>
            <Trans>If you have paid, tell us below; a person confirms it.</Trans>
          </p>
        )}
      </EndCard>
    )
  return (
    <EndCard acts={<Next payment={payment} />}>
      <p>
        <Trans>
          Nothing came in time, so its amount holds no more. Please don’t send to this address any more.
        </Trans>
      </p>
      <p>
        <Trans>
          Have you sent it already? Money sent after that is still looked for: it is counted as soon as we see
          it, and you needn’t do anything.
        </Trans>
      </p>
    </EndCard>
  )
}

function InReview({ payment: { asked, received, coin } }: { payment: Payment }) {
  return (
    <EndCard acts={<ToBilling />}>
      {asked !== undefined && received !== undefined && (
        <p className={card.title}>
          <Trans>
            {coinAmount(received, coin?.name)} came, {coinAmount(asked, coin?.name)} was asked
          </Trans>
        </p>
      )}
      <p>
        <Trans>
          Your money is here, but it doesn’t simply match the order, so a person decides what becomes of it.
          It is not lost. Don’t send anything again. Look at this page again for the outcome.
        </Trans>
      </p>
    </EndCard>
  )
}

function Refunded({ payment }: { payment: Payment }) {
  const { refund, coin, activated_at } = payment
  return (
    <EndCard acts={<ToBilling />}>
      {refund !== undefined && (
        <p>
          <Trans>
            {coinAmount(refund.amount, coin?.name)} went to {refund.address}.
          </Trans>
        </p>
      )}
      <p>
        {activated_at === undefined ? (
          <Trans>The payment is closed.</Trans>
        ) : (
          <Trans>The payment is closed, and Billing tells what became of the month that it paid for.</Trans>
        )}
      </p>
    </EndCard>
  )
}
