import { CircleAlert, CircleCheck, Clock, Info, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './Notice.module.css'

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'busy'

const ICONS: Record<Tone, LucideIcon> = {
  plain: Info,
  good: CircleCheck,
  warn: CircleAlert,
  bad: CircleAlert,
  busy: Clock,
}

interface Props {
  tone?: Tone
  /** Read out as soon as it shows. */
  role?: 'alert' | 'status'
  children: ReactNode
}

/** A few words that must not be missed, with the sign that belongs to them. */
export function Notice({ tone = 'plain', role, children }: Props) {
  const Icon = ICONS[tone]
  return (
    <div className={classes.notice} data-tone={tone} role={role}>
      <Icon size={18} aria-hidden />
      <div className={classes.words}>{children}</div>
    </div>
  )
}

/** A state in one word: never by its colour alone. */
export function StateWord({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Icon = ICONS[tone]
  return (
    <span className={classes.state} data-tone={tone}>
      <Icon size={14} aria-hidden />
      {children}
    </span>
  )
}
