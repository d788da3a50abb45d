import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { CircleAlert, ShieldAlert } from 'lucide-react'
import type { CSSProperties } from 'react'
import type { ActivityItem } from '~/api/types'
import { isDeclined, wordsFor } from '~/features/slots/errorWords'
import { formatMoment } from '~/lib/format'
import classes from './Activity.module.css'

/** Why it didn't come, in our words; the line leads to where it can be tried again. */
export function FailedLine({ item: { generation, conversation_id, prompt } }: { item: ActivityItem }) {
  const { i18n } = useLingui()
  const code = generation.error?.code ?? 'internal'
  const Icon = isDeclined(code) ? ShieldAlert : CircleAlert
  const tone = isDeclined(code) ? 'var(--np-amber)' : 'var(--np-red)'
  return (
    <li>
      <Link
        to="/c/$id"
        params={{ id: conversation_id }}
        hash={generation.turn_id}
        className={classes.line}
        style={{ '--tone': tone } as CSSProperties}
      >
        <Icon size={16} aria-hidden />
        <span className={classes.prompt}>{prompt}</span>
        <span className={classes.state}>
          {[i18n._(wordsFor(code).said), formatMoment(generation.finished_at ?? generation.queued_at)].join(
            ' ',
          )}
        </span>
      </Link>
    </li>
  )
}
