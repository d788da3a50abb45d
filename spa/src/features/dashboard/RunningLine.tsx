import { plural } from '@lingui/core/macro'
import { Link } from '@tanstack/react-router'
import { Clock } from 'lucide-react'
import { useRunningWords } from '~/features/slots/useRunningWords'
import classes from './Activity.module.css'
import type { Grouped } from './grouped'

/** A batch is one thing to wait for: what was asked for, how many are still to come, and what the first of them does. */
export function RunningLine({ items }: { items: Grouped }) {
  const [first] = items
  const words = useRunningWords(first.generation, undefined)
  const count = plural(items.length, { one: '# image', other: '# images' })
  return (
    <li>
      <Link to="/c/$id" params={{ id: first.conversation_id }} className={classes.line}>
        <Clock size={16} aria-hidden />
        <span className={classes.prompt}>{first.prompt}</span>
        <span className={classes.state}>{`${count} · ${words}`}</span>
      </Link>
    </li>
  )
}
