import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { CircleAlert, ShieldAlert } from 'lucide-react'
import type { CSSProperties } from 'react'
import { isDeclined, wordsFor } from '~/features/slots/errorWords'
import { formatMoment } from '~/lib/format'
import classes from './Activity.module.css'
import type { Grouped } from './grouped'

/** Those of one turn that didn't come for one reason, in our words; the line leads to where they can be tried again. */
export function FailedLine({ items }: { items: Grouped }) {
  const { i18n } = useLingui()
  const [{ generation, conversation_id, prompt }] = items
  const code = generation.error?.code ?? 'internal'
  const Icon = isDeclined(code) ? ShieldAlert : CircleAlert
  const tone = isDeclined(code) ? 'var(--np-amber)' : 'var(--np-red)'
  const count = plural(items.length, { one: '# image', other: '# images' })
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
          {items.length > 1 && `${count} · `}
          {`${i18n._(wordsFor(code).said)} ${formatMoment(generation.finished_at ?? generation.queued_at)}`}
        </span>
      </Link>
    </li>
  )
}
