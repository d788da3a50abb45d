import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { components } from '~/api.gen'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { BulkButton } from '../acts/BulkButton'
import { SuspendWords } from './accessActs'
import { EXTEND_HOURS_MAX } from './monthActs'

type What = components['schemas']['BulkUsers']['act']

interface Props {
  ids: string[]
  /** They are done with: nothing need stay chosen. */
  onDone: () => void
}

/** Acts on the customers that are chosen in the list. */
export function BulkUsers({ ids, onDone }: Props) {
  const { t } = useLingui()
  const bulk = {
    name: t`Act on them`,
    title: plural(ids.length, { one: 'Act on # customer', other: 'Act on # customers' }),
    acts: [
      { id: 'suspend', label: t`Suspend`, danger: true, words: <SuspendWords /> },
      { id: 'unsuspend', label: t`End the suspension` },
      { id: 'sign_out', label: t`Sign out everywhere` },
      {
        id: 'extend',
        label: t`Extend the current month`,
        fields: [
          {
            kind: 'whole' as const,
            name: 'hours',
            label: t`Hours`,
            hint: t`24 are a day, 168 a week.`,
            required: true,
            min: 1,
            max: EXTEND_HOURS_MAX,
          },
        ],
      },
    ],
    run: (act: string, { reason = '', hours }: Record<string, string>, dry_run: boolean) =>
      unwrap(
        client.POST('/api/v1/admin/users/bulk', {
          body: {
            ids,
            act: act as What,
            reason,
            dry_run,
            ...(hours !== undefined && { hours: Number(hours) }),
          },
        }),
      ),
  }
  return <BulkButton bulk={bulk} onDone={onDone} />
}
