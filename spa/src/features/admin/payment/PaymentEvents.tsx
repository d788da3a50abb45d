import { Trans, useLingui } from '@lingui/react/macro'
import { paymentWords } from '~/features/billing/paymentWords'
import { Card } from '../file/Card'
import classes from '../file/file.module.css'
import { Timeline, type Happening } from '../file/Timeline'
import type { PaymentEvent, PaymentFile } from '../file/types'
import { Actor } from '../words/Actor'
import { eventWords } from './reviewWords'

/** All that was told of a payment and done with it. */
export function PaymentEvents({ file: { payment, events } }: { file: PaymentFile }) {
  const { t } = useLingui()
  return (
    <Card title={t`What happened`}>
      <Timeline label={t`What happened`} events={events.map((event) => happening(event, payment.user_id))} />
    </Card>
  )
}

function happening(event: PaymentEvent, customer: string): Happening {
  const { id, at, kind, actor, before, after, summary, body } = event
  const moved = after !== undefined && after !== before
  return {
    id,
    at,
    what: eventWords(kind),
    ...(kind === 'failed' && { tone: 'bad' }),
    ...(moved && { tone: paymentWords({ state: after, in_review: false }).tone }),
    children: (
      <>
        <div>{summary}</div>
        {moved && (
          <div>
            {before !== undefined && <>{paymentWords({ state: before, in_review: false }).word} → </>}
            <strong>{paymentWords({ state: after, in_review: false }).word}</strong>
          </div>
        )}
        {actor !== 'system' && (
          <div>
            <Trans>
              by <Actor actor={actor} customer={customer} />
            </Trans>
          </div>
        )}
        {body !== undefined && (
          <details>
            <summary>
              <Trans>What was told</Trans>
            </summary>
            <pre className={classes.pre}>{JSON.stringify(body, null, 2)}</pre>
          </details>
        )}
      </>
    ),
  }
}
