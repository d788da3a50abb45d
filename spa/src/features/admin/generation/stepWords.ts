import { t } from '@lingui/core/macro'
import type { GenerationFile, GenerationStep } from '../file/types'

/** What happened, in a word or two. */
export function stepWords(kind: GenerationStep['kind']): string {
  switch (kind) {
    case 'accepted':
      return t`Accepted`
    case 'held':
      return t`Request held`
    case 'queued':
      return t`Queued`
    case 'started':
      return t`Taken by a worker`
    case 'attempt':
      return t`Attempt`
    case 'waiting':
      return t`Waiting for another try`
    case 'stored':
      return t`Picture stored`
    case 'settled':
      return t`Request used`
    case 'released':
      return t`Request given back`
    case 'cancelled':
      return t`Cancelled`
    case 'failed':
      return t`Failed`
  }
}

export function assetWords(state: NonNullable<GenerationFile['asset_state']>): string {
  switch (state) {
    case 'kept':
      return t`kept`
    case 'deleted':
      return t`deleted by the customer, can still be brought back`
    case 'purged':
      return t`purged`
    case 'removed':
      return t`removed by an admin`
  }
}
