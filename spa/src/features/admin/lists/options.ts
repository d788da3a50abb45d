import { msg } from '@lingui/core/macro'
import type { Option } from '../list/spec'

// The words of a state alone, as filters offer them; a row says it with its sign (../words).

export const USER_STATES: Option[] = [
  { value: 'active', label: msg`Active` },
  { value: 'suspended', label: msg`Suspended` },
  { value: 'closing', label: msg`Closing` },
  { value: 'deleted', label: msg`Deleted` },
]

export const ROLES: Option[] = [
  { value: 'customer', label: msg`Customer` },
  { value: 'admin', label: msg`Admin` },
]

export const MONTHS: Option[] = [
  { value: 'active', label: msg`Runs` },
  { value: 'none', label: msg`None` },
  { value: 'ends_in_7_days', label: msg`Ends within 7 days` },
  { value: 'used_up', label: msg`Used up` },
]

export const CYCLE_STATES: Option[] = [
  { value: 'current', label: msg`Current` },
  { value: 'queued', label: msg`Queued` },
  { value: 'ended', label: msg`Ended` },
  { value: 'voided', label: msg`Taken back` },
]

export const GENERATION_STATES: Option[] = [
  { value: 'queued', label: msg`Queued` },
  { value: 'running', label: msg`Running` },
  { value: 'waiting', label: msg`Waiting` },
  { value: 'succeeded', label: msg`Succeeded` },
  { value: 'failed', label: msg`Failed` },
  { value: 'cancelled', label: msg`Cancelled` },
]

export const PAYMENT_STATES: Option[] = [
  { value: 'creating', label: msg`Preparing` },
  { value: 'pending', label: msg`Waiting for money` },
  { value: 'confirming', label: msg`Confirming` },
  { value: 'paid', label: msg`Paid` },
  { value: 'underpaid', label: msg`Paid in part` },
  { value: 'overpaid', label: msg`Overpaid` },
  { value: 'paid_late', label: msg`Paid late` },
  { value: 'expired', label: msg`Expired` },
  { value: 'failed', label: msg`Failed` },
  { value: 'refunded', label: msg`Refunded` },
  { value: 'needs_review', label: msg`In review` },
]

export const KEY_STATES: Option[] = [
  { value: 'active', label: msg`Active` },
  { value: 'probation', label: msg`On probation` },
  { value: 'cooldown', label: msg`Cooling down` },
  { value: 'out_of_funds', label: msg`Out of funds` },
  { value: 'manual_review', label: msg`In review` },
  { value: 'disabled', label: msg`Disabled` },
]

export const PROXY_HEALTH: Option[] = [
  { value: 'ok', label: msg`Works` },
  { value: 'dead', label: msg`Dead` },
  { value: 'unreadable', label: msg`Unreadable` },
]

export const SEVERITIES: Option[] = [
  { value: 'info', label: msg`Information` },
  { value: 'warning', label: msg`Warning` },
  { value: 'critical', label: msg`Critical` },
]

export const INCIDENT_STATES: Option[] = [
  { value: 'open', label: msg`Open` },
  { value: 'recovered', label: msg`Over` },
]

export const MAIL_STATES: Option[] = [
  { value: 'pending', label: msg`Waiting` },
  { value: 'sent', label: msg`Sent` },
  { value: 'failed', label: msg`Failed` },
]

export const CHANNELS: Option[] = [
  { value: 'mail', label: msg`Mail` },
  { value: 'telegram', label: msg`Telegram` },
]

export const SURFACES: Option[] = [
  { value: 'web', label: msg`Web` },
  { value: 'telegram', label: msg`Telegram` },
  { value: 'cli', label: msg`Command line` },
  { value: 'worker', label: msg`Worker` },
]
