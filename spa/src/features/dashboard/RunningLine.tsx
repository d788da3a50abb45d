import { plural } from '@lingui/core/macro'
import { Link } from '@tanstack/react-router'
import { Clock } from 'lucide-react'
import type { ActivityItem } from '~/api/types'
import { useRunningWords } from '~/features/slots/useRunningWords'
import classes from './Activity.module.css'

export type OfOneTurn = [ActivityItem, ...ActivityItem[]]

/** A batch is one thing to wait for. */
export function byTurn(items: readonly ActivityItem[]): OfOneTurn[] {
  const turns = new Map<string, OfOneTurn>()
  for (const item of items) {
    const known = turns.get(item.generation.turn_id)
    if (known === undefined) turns.set(item.generation.turn_id, [item])
    else known.push(item)
  }
  return [...turns.values()]
}

/** What was asked for, how many are still to come, and what the first of them does. */
export function RunningLine({ items }: { items: OfOneTurn }) {
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
