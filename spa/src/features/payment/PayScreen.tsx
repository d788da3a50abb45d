import { Trans } from '@lingui/react/macro'
import type { Payment } from '~/api/types'
import { coinAmount } from '~/features/billing/price'
import { formatZoned } from '~/lib/format'
import card from '~/ui/card.module.css'
import { Notice } from '~/ui/Notice'
import { Countdown } from './Countdown'
import { Folded } from './Folded'
import { OnTheirPage } from './OnTheirPage'
import { Transfer } from './Transfer'

/** What to send, where, on which network; after a part has come, the rest of it. */
export function PayScreen({ payment }: { payment: Payment }) {
  const rest = payment.state === 'underpaid'
  const data = (
    <section className={card.card}>
      {payment.address === undefined ? (
        <OnTheirPage payment={payment} />
      ) : (
        <Transfer payment={payment} rest={rest} />
      )}
      {payment.expires_at !== undefined && !payment.in_review && <Countdown expiresAt={payment.expires_at} />}
    </section>
  )
  return (
    <>
      {rest && <Part payment={payment} />}
      {payment.in_review ? <Folded>{data}</Folded> : data}
    </>
  )
}

/** The amounts of a payment that came short. */
function Part({ payment }: { payment: Payment }) {
  const { received, missing, coin, expires_at, in_review } = payment
  const got = coinAmount(received ?? '0', coin?.name)
  const until = expires_at === undefined ? null : formatZoned(expires_at)
  return (
    <Notice tone="warn">
      <p>
        <Trans>
          <strong>{got}</strong> has arrived.
        </Trans>{' '}
        {missing !== undefined && (
          <Trans>
            <strong>{coinAmount(missing, coin?.name)}</strong> is missing.
          </Trans>
        )}
      </p>
      <p>
        {in_review ? (
          <Trans>What has arrived is not lost. The rest need not be sent for now.</Trans>
        ) : until === null ? (
          <Trans>
            Send the rest to the same address, and your month begins. What has arrived is not lost.
          </Trans>
        ) : (
          <Trans>
            Send the rest to the same address before {until}, and your month begins. What has arrived is not
            lost.
          </Trans>
        )}
      </p>
    </Notice>
  )
}
