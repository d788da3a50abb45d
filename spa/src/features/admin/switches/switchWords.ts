import { t } from '@lingui/core/macro'
import type { SwitchState } from './switches'

/** What a switch is called. One of many has the name of what it turns in its label, behind the colon. */
export function switchName({ name, label }: Pick<SwitchState, 'name' | 'label'>): string {
  const [kind] = name.split(':', 1)
  const own = label.slice(label.indexOf(':') + 1).trim()
  switch (kind) {
    case 'generation':
      return t`Image generation`
    case 'read_only':
      return t`Read-only`
    case 'sign_up':
      return t`Sign-up`
    case 'invoices':
      return t`Invoices: ${own}`
    case 'provider':
      return t`Provider: ${own}`
    case 'model':
      return t`Model: ${own}`
    default:
      return label
  }
}

/** What a switch does while it doesn't stand where it usually does. */
export function whatItDoes(name: string): string {
  const [kind] = name.split(':', 1)
  switch (kind) {
    case 'generation':
      return t`Paused, no new pictures are taken on. What runs comes to its end.`
    case 'read_only':
      return t`Read-only, customers can look at everything and change nothing.`
    case 'sign_up':
      return t`Decides who can make an account.`
    case 'invoices':
      return t`Off, nobody can begin a payment this way. Those that were begun go on.`
    case 'provider':
      return t`Off, none of its keys is picked.`
    case 'model':
      return t`Off, customers are not offered it.`
    default:
      return ''
  }
}

/** A value in words; one that this page doesn't know, as the server names it. */
export function valueWords(value: string): string {
  switch (value) {
    case 'on':
      return t`On`
    case 'off':
      return t`Off`
    case 'open':
      return t`Open`
    case 'invite':
      return t`By invitation`
    case 'closed':
      return t`Closed`
    case 'running':
      return t`Running`
    case 'paused':
      return t`Paused`
    case 'read_only':
      return t`Read-only`
    default:
      return value
  }
}
