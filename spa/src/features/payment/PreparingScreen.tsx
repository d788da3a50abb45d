import { Trans } from '@lingui/react/macro'
import { serverNow } from '~/api/serverClock'
import type { Payment } from '~/api/types'
import { useTick } from '~/lib/useTick'
import { Notice } from '~/ui/Notice'

/** Longer than processors usually take. */
const USUAL_MS = 20_000

/** The processor has not answered yet; nothing may be paid before it has. */
export function PreparingScreen({ payment }: { payment: Payment }) {
  useTick(1_000)
  const long = serverNow() - Date.parse(payment.created_at) > USUAL_MS
  return (
    <Notice tone="busy" role="status">
      <p>
        <Trans>
          We are asking {payment.processor.label} for what you need to pay. There is nothing to pay yet.
        </Trans>
      </p>
      {long && (
        <p>
          <Trans>
            This takes longer than usual. We go on by ourselves: stay, or come back later from Billing. Don’t
            pay anything before it is here.
          </Trans>
        </p>
      )}
    </Notice>
  )
}
