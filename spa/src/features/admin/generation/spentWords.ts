import { t } from '@lingui/core/macro'
import type { AdminAttempt } from '../file/types'

/** Whether the provider charges for the call. */
export function spentWords(spent: NonNullable<AdminAttempt['spent']>): string {
  switch (spent) {
    case 'no':
      return t`not charged`
    case 'yes':
      return t`charged`
    case 'unknown':
      return t`charged or not: unknown`
  }
}
