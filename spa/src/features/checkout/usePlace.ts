import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useRef } from 'react'
import { paymentQuery, paymentsQuery, processorsQuery } from '~/api/billingQueries'
import { client } from '~/api/client'
import { isFinalRefusal, newIdempotencyKey, overNetworkFailures } from '~/api/deed'
import { hasCode, unwrap } from '~/api/problem'
import { subscriptionQuery } from '~/api/queries'

export interface Order {
  plan: string
  processor: string
  coin?: string
}

/** The processor was asked and made nothing: the key belongs to that failure, another try needs another. */
const MADE_NOTHING = ['processor_refused', 'processor_unavailable']

/** Places a payment and goes to its page. The same order after an unknown end keeps its key: it is never made twice. */
export function usePlace() {
  const queryClient = useQueryClient()
  const router = useRouter()
  const pending = useRef<{ key: string; order: string } | null>(null)
  return useMutation({
    mutationFn: (body: Order) => {
      const order = JSON.stringify(body)
      if (pending.current?.order !== order) pending.current = { key: newIdempotencyKey(), order }
      const header = { 'Idempotency-Key': pending.current.key }
      return overNetworkFailures(() => unwrap(client.POST('/api/v1/payments', { body, params: { header } })))
    },
    onSuccess: async (payment) => {
      pending.current = null
      queryClient.setQueryData(paymentQuery(payment.id).queryKey, { payment, etag: null })
      for (const { queryKey } of [paymentsQuery, subscriptionQuery])
        void queryClient.invalidateQueries({ queryKey })
      await router.navigate({ to: '/payments/$payment', params: { payment: payment.id } })
    },
    onError: (error, body) => {
      const madeNothing = MADE_NOTHING.some((code) => hasCode(error, code))
      if (isFinalRefusal(error) || madeNothing) pending.current = null
      // What was offered is offered no more.
      if (isFinalRefusal(error))
        void queryClient.invalidateQueries({ queryKey: processorsQuery(body.plan).queryKey })
    },
  })
}
