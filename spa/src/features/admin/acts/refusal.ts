import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { ProblemError } from '~/api/problem'
import { wordsForError } from '~/features/problems/problemWords'

/** Words for who looks after others: those of the customers' pages speak to the customer. */
const WORDS: Partial<Record<string, MessageDescriptor>> = {
  admin_only: msg`Only admins may do this.`,
  fresh_sign_in_needed: msg`Nothing was done: this needs your password once more.`,
  second_factor_needed: msg`Nothing was done: this needs a code of your second factor.`,
  second_factor_missing: msg`Nothing was done: set up your second factor first.`,
  reason_missing: msg`Say why: the reason goes on record.`,
  no_current_month: msg`The customer has no current month.`,
  email_taken: msg`Another account has this address.`,
  email_unchanged: msg`This is the address of the account already.`,
  unknown_plan: msg`There is no such plan.`,
  not_retryable: msg`This one can’t be retried: only what failed can, and only while its prompt is there.`,
  already_retried: msg`This one was already retried.`,
  unknown_provider: msg`There is no such provider in the configuration.`,
  key_exists: msg`This secret is a key already.`,
  unknown_proxy: msg`There is no such proxy any more.`,
  untestable: msg`This key can’t be tested: its provider has no free call.`,
  proxy_exists: msg`There is a proxy with this address already.`,
  label_taken: msg`This name is taken. Choose another one.`,
  proxy_in_use: msg`Keys still go through this proxy. Take it off them first, or tick that it is taken off.`,
  read_only: msg`The product is read-only at the moment. Nothing was changed.`,
}

/** Refusals whose particulars only the server knows, in its own words. */
const TOLD = new Set([
  'act_refused',
  'invalid_body',
  'proxy_address_invalid',
  'proxy_fails',
  'processor_unavailable',
  'processor_refused',
  'busy',
])

/** Why an act was refused, in words for an admin. */
export function adminRefusal(error: Error): string {
  if (!(error instanceof ProblemError)) return i18n._(wordsForError(error))
  const { code, problem } = error
  const said = problem.detail.trim()
  if (TOLD.has(code) && said !== '') return t`Refused: ${said}`
  const words = WORDS[code]
  if (words !== undefined) return i18n._(words)
  const known = i18n._(wordsForError(error))
  return said === '' || said === code ? known : `${known} (${said})`
}

/** What is wrong with each field by the server's word. */
export function fieldRefusals(error: Error | null): Record<string, string> {
  if (!(error instanceof ProblemError)) return {}
  const errors = error.problem.errors ?? []
  return Object.fromEntries(errors.map(({ pointer, detail }) => [pointer.split('/').at(-1) ?? '', detail]))
}
