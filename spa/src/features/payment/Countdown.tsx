import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { serverNow } from '~/api/serverClock'
import { announce } from '~/lib/announce'
import { formatLeft, formatZoned } from '~/lib/format'
import { useTick } from '~/lib/useTick'
import classes from './Countdown.module.css'

/** Read out when so much is left, and at no other tick. */
const TOLD_MINUTES = [5, 1]
const MINUTE_MS = 60_000
/** Nobody counts days down by the second. */
const COUNTED_MS = 24 * 60 * MINUTE_MS

/** How long the amount holds. */
export function Countdown({ expiresAt }: { expiresAt: string }) {
  useTick(1_000)
  const leftMs = Date.parse(expiresAt) - serverNow()
  useLastMinutes(leftMs)
  const left = leftMs < COUNTED_MS ? formatLeft(leftMs) : null
  const until = formatZoned(expiresAt)
  return (
    <p className={classes.left} data-soon={leftMs < 5 * MINUTE_MS}>
      {left === null ? (
        <Trans>This amount holds until {until}.</Trans>
      ) : (
        <Trans>
          This amount holds for <strong>{left}</strong>.
        </Trans>
      )}
    </p>
  )
}

function useLastMinutes(leftMs: number): void {
  const told = useRef<number | null>(null)
  const reached = TOLD_MINUTES.filter((minutes) => leftMs > 0 && leftMs <= minutes * MINUTE_MS).at(-1)
  useEffect(() => {
    if (reached === undefined || told.current === reached) return
    told.current = reached
    announce(t`Less than ${plural(reached, { one: '# minute', other: '# minutes' })} left to pay`)
  }, [reached])
}
