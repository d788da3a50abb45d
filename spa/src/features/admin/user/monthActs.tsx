import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { components } from '~/api.gen'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import type { Plan } from '~/api/types'
import { formatZoned } from '~/lib/format'
import type { Act } from '../acts/act'
import type { AdminUserRow, UserFile } from '../file/types'
import { formatCount } from '../words/numbers'

type Granted = components['schemas']['GrantedReply']
type Counters = components['schemas']['CountersReply']

const REQUESTS_MAX = 100_000
/** A year. */
export const EXTEND_HOURS_MAX = 8_760

const at = (id: string) => ({ path: { id } })

export function grantMonth({ id, email }: AdminUserRow, onSale: readonly Plan[]): Act<Granted> {
  const names = onSale.map((plan) => plan.id).join(', ')
  return {
    name: t`Grant a month`,
    title: t`Give ${email} a month without a payment?`,
    words: (
      <p>
        <Trans>It begins behind the last month that runs or is queued; now, where there is none.</Trans>
      </p>
    ),
    confirm: t`Grant it`,
    fields: [
      {
        kind: 'text',
        name: 'plan',
        label: t`Plan`,
        required: true,
        initial: onSale[0]?.id ?? '',
        hint: names === '' ? t`Its id; also of one that is not on sale.` : t`Its id. On sale: ${names}.`,
      },
    ],
    run: ({ reason = '', plan = '' }) =>
      unwrap(client.POST('/api/v1/admin/users/{id}/cycles', { params: at(id), body: { plan, reason } })),
    done: ({ cycle }) => {
      const from = formatZoned(cycle.starts_at)
      const until = formatZoned(cycle.ends_at)
      return t`A month is granted: ${from} until ${until}.`
    },
  }
}

export function changeRequests({ id, email }: AdminUserRow): Act<Counters> {
  const grants = ({ kind }: Record<string, string>) => kind === 'grant'
  return {
    name: t`Grant or correct requests`,
    title: t`Change the requests of ${email}’s current month?`,
    confirm: t`Change them`,
    fields: [
      {
        kind: 'choice',
        name: 'kind',
        label: t`What`,
        options: [
          { value: 'grant', label: t`Grant requests on top` },
          { value: 'correct', label: t`Correct the number, up or down` },
        ],
      },
      {
        kind: 'whole',
        name: 'granted',
        label: t`How many`,
        required: true,
        min: 1,
        max: REQUESTS_MAX,
        when: grants,
      },
      {
        kind: 'whole',
        name: 'corrected',
        label: t`By how many`,
        hint: t`With a minus in front fewer. Never below what is used.`,
        required: true,
        min: -REQUESTS_MAX,
        max: REQUESTS_MAX,
        when: (values) => !grants(values),
      },
    ],
    run: ({ reason = '', kind, granted, corrected }) =>
      unwrap(
        client.POST('/api/v1/admin/users/{id}/requests', {
          params: at(id),
          body: {
            kind: kind === 'grant' ? 'grant' : 'correct',
            amount: Number(granted ?? corrected),
            reason,
          },
        }),
      ),
    done: ({ cycle }) => {
      const limit = formatCount(cycle.request_limit)
      const left = formatCount(cycle.request_limit - cycle.spent - cycle.held)
      return t`The month now has ${limit} requests, ${left} of them left.`
    },
  }
}

export function extendMonth({ id, email }: AdminUserRow): Act<UserFile> {
  return {
    name: t`Extend the month`,
    title: t`Let the current month of ${email} end later?`,
    words: (
      <p>
        <Trans>What is queued behind it moves along. The number of its requests stays.</Trans>
      </p>
    ),
    confirm: t`Extend it`,
    fields: [
      {
        kind: 'whole',
        name: 'hours',
        label: t`Hours`,
        hint: t`24 are a day, 168 a week.`,
        required: true,
        min: 1,
        max: EXTEND_HOURS_MAX,
      },
    ],
    run: ({ reason = '', hours }) =>
      unwrap(
        client.POST('/api/v1/admin/users/{id}/extend', {
          params: at(id),
          body: { hours: Number(hours), reason },
        }),
      ),
    done: ({ user, cycles }) => {
      const ends = formatZoned(user.cycle_ends_at ?? '')
      const queued = cycles.filter(({ state }) => state === 'queued').length
      const along = plural(queued, {
        one: '# queued month moves along.',
        other: '# queued months move along.',
      })
      return queued === 0 ? t`The month now ends ${ends}.` : t`The month now ends ${ends}; ${along}`
    },
  }
}
