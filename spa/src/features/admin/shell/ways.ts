import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import {
  Activity,
  Bell,
  CalendarRange,
  Gauge,
  Images,
  KeyRound,
  Network,
  ScrollText,
  Siren,
  ToggleRight,
  Users,
  Wallet,
  type LucideIcon,
} from 'lucide-react'
import type { Attention } from '~/features/admin/overview/overview'

export interface Way {
  to: string
  label: MessageDescriptor
  icon: LucideIcon
  /** What needs a person there. */
  about?: Attention['kind'][]
}

/** The pages of the section, in the order in which a day goes. */
export const WAYS: Way[] = [
  { to: '/admin', label: msg`Overview`, icon: Gauge },
  { to: '/admin/users', label: msg`Users`, icon: Users },
  { to: '/admin/months', label: msg`Months`, icon: CalendarRange },
  { to: '/admin/payments', label: msg`Payments`, icon: Wallet, about: ['payments_in_review'] },
  { to: '/admin/generations', label: msg`Generations`, icon: Images },
  {
    to: '/admin/keys',
    label: msg`Keys`,
    icon: KeyRound,
    about: ['keys_in_review', 'keys_out_of_funds'],
  },
  { to: '/admin/proxies', label: msg`Proxies`, icon: Network, about: ['proxies_dead'] },
  { to: '/admin/notifications', label: msg`Notifications`, icon: Bell, about: ['mails_failed'] },
  { to: '/admin/incidents', label: msg`Incidents`, icon: Siren, about: ['incident'] },
  { to: '/admin/audit', label: msg`Audit`, icon: ScrollText },
  {
    to: '/admin/health',
    label: msg`Health`,
    icon: Activity,
    about: ['pool_empty', 'pool_low', 'processes_silent', 'webhooks_refused'],
  },
  { to: '/admin/switches', label: msg`Switches`, icon: ToggleRight, about: ['switched_off'] },
]
