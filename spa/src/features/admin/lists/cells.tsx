import type { components } from '~/api.gen'
import { AdminLink } from '../shell/AdminLink'
import { i18n } from '@lingui/core'
import type { Option } from '../list/spec'
import { Moment } from '../file/Moment'

const ID_END_CHARS = 8

/** The end of an id: what tells ids of one minute apart. */
export function shortId(id: string): string {
  return `…${id.slice(-ID_END_CHARS)}`
}

export function IdCell({ id }: { id: string }) {
  return <code title={id}>{shortId(id)}</code>
}

export function UserCell({ user: { id, email } }: { user: components['schemas']['UserRef'] }) {
  return <AdminLink to={`/admin/users/${id}`}>{email}</AdminLink>
}

/** Nothing is a dash, which is read out as nothing. */
export function Maybe({ at }: { at: string | undefined }) {
  return at === undefined ? <span aria-hidden>–</span> : <Moment at={at} />
}

export function optionWords(options: Option[], value: string): string {
  const option = options.find((one) => one.value === value)
  return option === undefined ? value : i18n._(option.label)
}
