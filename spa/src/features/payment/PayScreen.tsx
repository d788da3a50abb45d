import { Trans } from '@lingui/react/macro'
import type { Payment } from '~/api/types'
import { coinAmount } from '~/features/billing/price'
import { formatZoned } from '~/lib/format'
import { Notice } from '~/ui/Notice'
import { OnTheirPage } from './OnTheirPage'
import { ToSend } from './ToSend'
import { Transfer } from './Transfer'
import { useIsPast } from './useIsPast'

/** What to send, where, on which network; after a part has come, the rest of it. */
export function PayScreen({ payment }: { payment: Payment }) {
  const rest = payment.state === 'underpaid'
  return (
    <>
      {rest && <Part payment={payment} />}
      <ToSend payment={payment}>
        {payment.address === undefined ? (
          <OnTheirPage payment={payment} />
        ) : (
          <Transfer payment={payment} rest={rest} />
        )}
      </ToSend>
    </>
  )
}

/** The amounts of a payment that came short. */
function Part({ payment }: { payment: Payment }) {
  const { received, missing, coin, expires_at, in_review } = payment
  const got = coinAmount(received ?? '0', coin?.name)
  const until = expires_at === undefined ? null : formatZoned(expires_at)
  const over = useIsPast(expires_at)
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
        {in_review || over ? (
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
