import { Trans } from '@lingui/react/macro'
import type { Payment } from '~/api/types'
import { formatMoment } from '~/lib/format'
import { Notice } from '~/ui/Notice'
import { stageOf } from './stage'

/** A question is open beside what the page says. */
export function LookedAt({ payment }: { payment: Payment }) {
  if (!payment.in_review || stageOf(payment) === 'review') return null
  return (
    <Notice tone="busy">
      <p>
        <Words payment={payment} />
      </p>
    </Notice>
  )
}

function Words({ payment }: { payment: Payment }) {
  if (payment.activated_at !== undefined)
    return (
      <Trans>
        A person is looking at a detail of this payment. Your month is not touched by that meanwhile.
      </Trans>
    )
  if (payment.reported_at === undefined)
    return (
      <Trans>
        A person is looking at this payment. Don’t send anything again. Look at this page again for the
        outcome.
      </Trans>
    )
  const told = formatMoment(payment.reported_at)
  return (
    <Trans>
      You told us on {told} that you have paid. A person is looking for it. Don’t send anything again. Look at
      this page again for the outcome.
    </Trans>
  )
}
