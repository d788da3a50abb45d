import { useDocumentVisibility } from '@mantine/hooks'
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { fetchPayment, paymentQuery, paymentsQuery } from '~/api/billingQueries'
import { quotaQuery, subscriptionQuery } from '~/api/queries'
import { serverNow } from '~/api/serverClock'
import type { Payment } from '~/api/types'
import { announce } from '~/lib/announce'
import { longPoll } from '~/lib/longPoll'
import { isAtRest, stageOf } from './stage'
import { stageTitle } from './stageWords'

/** The server's longest wait. */
const WAIT_SECONDS = 25

export interface LivePayment {
  payment: Payment | undefined
  error: Error | null
  /** Since when nobody answers, as the server's clock goes; what is shown may be old. */
  lostAtMs: number | null
}

/** A payment that changes on screen while somebody looks, until nothing more is expected. */
export function useLivePayment(id: string): LivePayment {
  const queryClient = useQueryClient()
  const query = useQuery(paymentQuery(id))
  const payment = query.data?.payment
  /** Counts how often listening began anew after a sign-in. */
  const [round, setRound] = useState(0)
  const [lostAtMs, setLostAtMs] = useState<number | null>(null)
  const looked = useDocumentVisibility() === 'visible'
  const live = payment !== undefined && looked && !isAtRest(payment)

  useEffect(() => {
    if (!live) return
    const run = new AbortController()
    const key = paymentQuery(id).queryKey
    const ports = {
      fetch: (etag: string | null, signal: AbortSignal) =>
        fetchPayment(id, { etag, waitSeconds: WAIT_SECONDS, signal }),
      take: (read: { payment: Payment; etag: string | null }) => {
        queryClient.setQueryData(key, read)
      },
      heard: (heard: boolean) => setLostAtMs((since) => (heard ? null : (since ?? serverNow()))),
    }
    const listen = async () => {
      const end = await longPoll(ports, queryClient.getQueryData(key)?.etag ?? null, run.signal)
      if (end !== 'signed_out') return
      // This question waits for the sign-in like any other; one that is refused ends it.
      await queryClient.refetchQueries({ queryKey: key }, { throwOnError: true })
      if (!run.signal.aborted) setRound((before) => before + 1)
    }
    listen().catch(() => undefined)
    return () => run.abort()
  }, [id, live, round, queryClient])

  useNews(payment, queryClient)
  return { payment, error: query.error, lostAtMs }
}

/** Says once what has changed, and lets the rest of the app ask again for what hangs on it. */
function useNews(payment: Payment | undefined, queryClient: QueryClient): void {
  const told = useRef<string | null>(null)
  const standing = payment && [payment.state, payment.in_review, payment.activated_at].join()
  const title = payment && stageTitle(stageOf(payment))
  useEffect(() => {
    if (standing === undefined || title === undefined || told.current === standing) return
    if (told.current !== null) announce(title)
    told.current = standing
    for (const { queryKey } of [subscriptionQuery, quotaQuery, paymentsQuery])
      void queryClient.invalidateQueries({ queryKey })
  }, [standing, title, queryClient])
}
