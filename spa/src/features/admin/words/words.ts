import { t } from '@lingui/core/macro'
import type { Tone } from '~/ui/Notice'
import type {
  AdminAttempt,
  AdminCycle,
  AdminGeneration,
  AdminKey,
  AdminProxy,
  AdminUserRow,
  MailLine,
} from '../file/types'

/** A state as admins see it: a word and the tone that goes with it. */
export interface StateWords {
  tone: Tone
  word: string
}

export function userStateWords(state: AdminUserRow['state']): StateWords {
  switch (state) {
    case 'active':
      return { tone: 'good', word: t`Active` }
    case 'suspended':
      return { tone: 'bad', word: t`Suspended` }
    case 'closing':
      return { tone: 'warn', word: t`Closing` }
    case 'deleted':
      return { tone: 'plain', word: t`Deleted` }
  }
}

export function cycleStateWords(state: AdminCycle['state']): StateWords {
  switch (state) {
    case 'current':
      return { tone: 'good', word: t`Current` }
    case 'queued':
      return { tone: 'busy', word: t`Queued` }
    case 'ended':
      return { tone: 'plain', word: t`Ended` }
    case 'voided':
      return { tone: 'bad', word: t`Taken back` }
  }
}

/** Declined is how a failure by what the customer asked for is told. */
export function generationStateWords(
  state: AdminGeneration['state'],
  fault?: AdminGeneration['fault'],
): StateWords {
  switch (state) {
    case 'queued':
      return { tone: 'busy', word: t`Queued` }
    case 'running':
      return { tone: 'busy', word: t`Running` }
    case 'waiting':
      return { tone: 'busy', word: t`Waiting` }
    case 'succeeded':
      return { tone: 'good', word: t`Succeeded` }
    case 'failed':
      return fault === 'customer' ? { tone: 'warn', word: t`Declined` } : { tone: 'bad', word: t`Failed` }
    case 'cancelled':
      return { tone: 'plain', word: t`Cancelled` }
  }
}

export function faultWords(fault: NonNullable<AdminGeneration['fault']>): string {
  switch (fault) {
    case 'customer':
      return t`what was asked for`
    case 'provider':
      return t`the provider`
    case 'us':
      return t`us`
  }
}

export function keyStateWords(state: AdminKey['state']): StateWords {
  switch (state) {
    case 'active':
      return { tone: 'good', word: t`Active` }
    case 'probation':
      return { tone: 'warn', word: t`On probation` }
    case 'cooldown':
      return { tone: 'warn', word: t`Cooling down` }
    case 'out_of_funds':
      return { tone: 'bad', word: t`Out of funds` }
    case 'manual_review':
      return { tone: 'bad', word: t`In review` }
    case 'disabled':
      return { tone: 'plain', word: t`Disabled` }
  }
}

const KEY_STATES = new Set(['active', 'probation', 'cooldown', 'out_of_funds', 'manual_review', 'disabled'])

/** Of a line of history, which may also name what this page doesn't know. */
export function keyStateWord(state: string): string {
  return KEY_STATES.has(state) ? keyStateWords(state as AdminKey['state']).word : state
}

export function proxyHealthWords(health: AdminProxy['health']): StateWords {
  switch (health) {
    case 'ok':
      return { tone: 'good', word: t`Works` }
    case 'dead':
      return { tone: 'bad', word: t`Dead` }
    case 'unreadable':
      return { tone: 'warn', word: t`Unreadable` }
  }
}

export function mailStateWords(state: MailLine['state']): StateWords {
  switch (state) {
    case 'pending':
      return { tone: 'busy', word: t`Waiting` }
    case 'sent':
      return { tone: 'good', word: t`Sent` }
    case 'failed':
      return { tone: 'bad', word: t`Failed` }
  }
}

export function attemptWords({ phase, error_class }: AdminAttempt): StateWords {
  if (phase !== 'ended') return { tone: 'busy', word: phase === 'polling' ? t`Polling` : t`Under way` }
  return error_class === undefined ? { tone: 'good', word: t`Worked` } : { tone: 'bad', word: error_class }
}

/** Who did it, in plain words: `system`, `operator`, or `user:` and an id. */
export function actorWords(actor: string): string {
  if (actor === 'system') return t`the product itself`
  if (actor === 'operator') return t`the operator, on the command line`
  return actor
}
