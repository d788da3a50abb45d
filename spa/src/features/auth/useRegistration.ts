import { useDocumentVisibility } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { hasCode } from '~/api/problem'
import { longPoll } from '~/lib/longPoll'
import { fetchRegistration, registrationQuery, type WaitingRead } from './registration'

/** The server's longest wait. */
const WAIT_SECONDS = 25

export type Registration =
  | { kind: 'loading' }
  | { kind: 'failed'; error: Error; retry: () => void }
  /** It became an account elsewhere, was never begun in this browser, or is too old. */
  | { kind: 'gone' }
  | { kind: 'waiting'; read: WaitingRead; lost: boolean }

/** The sign-up of this browser, which goes on by itself when its link is opened anywhere. */
export function useRegistration(): Registration {
  const queryClient = useQueryClient()
  const { data, error, refetch } = useQuery(registrationQuery)
  const [ended, setEnded] = useState(false)
  const [lost, setLost] = useState(false)
  const looked = useDocumentVisibility() === 'visible'
  const live = data !== undefined && data.waiting.user === undefined && looked && !ended

  useEffect(() => {
    if (!live) return
    const run = new AbortController()
    const key = registrationQuery.queryKey
    const ports = {
      fetch: (etag: string | null, signal: AbortSignal) => fetchRegistration(etag, WAIT_SECONDS, signal),
      take: (read: WaitingRead) => {
        queryClient.setQueryData(key, read)
      },
      heard: (heard: boolean) => setLost(!heard),
    }
    void longPoll(ports, queryClient.getQueryData(key)?.etag ?? null, run.signal).then((end) => {
      if (end === 'gone') setEnded(true)
    })
    return () => run.abort()
  }, [live, queryClient])

  if (ended || hasCode(error, 'not_found')) return { kind: 'gone' }
  if (data !== undefined) return { kind: 'waiting', read: data, lost }
  if (error !== null) return { kind: 'failed', error, retry: () => void refetch() }
  return { kind: 'loading' }
}
