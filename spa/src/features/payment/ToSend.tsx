import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Payment } from '~/api/types'
import card from '~/ui/card.module.css'
import { Notice } from '~/ui/Notice'
import { Countdown } from './Countdown'
import { Folded } from './Folded'
import { useIsPast } from './useIsPast'

/**
 * What is to be sent, as long as it is to be sent. Our own clock ends that: the processor may take minutes to say so,
 * and what comes in them is money for an amount that no longer holds.
 */
export function ToSend({ payment, children }: { payment: Payment; children: ReactNode }) {
  const { expires_at, in_review } = payment
  const over = useIsPast(expires_at)
  if (in_review || over)
    return (
      <>
        {!in_review && (
          <Notice tone="warn" role="status">
            <p>
              <Trans>The time is over. Don’t send now; we are checking whether something came.</Trans>
            </p>
          </Notice>
        )}
        <Folded>
          <section className={card.card}>{children}</section>
        </Folded>
      </>
    )
  return (
    <section className={card.card}>
      {children}
      {expires_at !== undefined && <Countdown expiresAt={expires_at} />}
    </section>
  )
}
