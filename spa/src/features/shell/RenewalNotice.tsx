import { UnstyledButton } from '@mantine/core'
import { Plural, Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { subscriptionQuery } from '~/api/queries'
import { serverNow } from '~/api/serverClock'
import { daysLeft, reminderDays } from '~/features/billing/planState'
import { Notice } from '~/ui/Notice'
import classes from './RenewalNotice.module.css'

/** What was put off last: a month's end, and at how many days before it. */
const KEY = 'nproxy.renewal'
/** Where the plan stands large, with the same act beside it. */
const SAYS_SO_ITSELF = /^\/(home|billing|payments)\b/

/** That the month ends soon, for whoever never looks at Billing. Nothing renews by itself. */
export function RenewalNotice() {
  const path = useLocation({ select: ({ pathname }) => pathname })
  const subscription = useQuery(subscriptionQuery).data
  const [putOff, setPutOff] = useState(read)
  const at = subscription === undefined ? null : reminderDays(subscription, serverNow())
  const ends = subscription?.ends_at
  if (at === null || ends === undefined || SAYS_SO_ITSELF.test(path)) return null
  const name = `${ends} ${at}`
  if (putOff === name) return null
  const later = () => {
    setPutOff(name)
    write(name)
  }
  const days = daysLeft(ends, serverNow())
  return (
    <div className={classes.notice}>
      <Notice>
        <div className={classes.line}>
          <p>
            {days <= 1 ? (
              <Trans>Your month ends in less than a day, and nothing renews by itself.</Trans>
            ) : (
              <Plural
                value={days}
                one="Your month ends in # day, and nothing renews by itself."
                other="Your month ends in # days, and nothing renews by itself."
              />
            )}
          </p>
          <Link to="/billing/plan" className={classes.act}>
            <Trans>Pay for another month</Trans>
          </Link>
          <UnstyledButton className={classes.act} data-quiet onClick={later}>
            <Trans>Later</Trans>
          </UnstyledButton>
        </div>
      </Notice>
    </div>
  )
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function write(name: string): void {
  try {
    localStorage.setItem(KEY, name)
  } catch {
    return
  }
}
