import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { ProblemError, UnreachableError } from '~/api/problem'
import type { ProblemCode } from '~/api/types'

/** Refusals that only a mistake of this page can bring about: nothing in them is of use to a customer. */
type OurMistake =
  | 'malformed_json'
  | 'bad_request'
  | 'cross_site'
  | 'method_not_allowed'
  | 'range_not_satisfiable'
  | 'unsupported_media_type'
  | 'invalid_body'
  | 'invalid_query'
  | 'idempotency_key_missing'
  | 'idempotency_key_invalid'

/** Refusals of what no customer can ask for: payment processors and admins have doors of their own. */
type OtherDoors =
  | 'webhook_signature'
  | 'webhook_unreadable'
  | 'admin_only'
  | 'reason_missing'
  | 'act_refused'
  | 'no_current_month'
  | 'second_factor_missing'
  | 'second_factor_needed'
  | 'code_wrong'
  | 'code_used'
  | 'nothing_to_enrol'
  | 'fresh_sign_in_needed'
  | 'key_exists'
  | 'proxy_exists'
  | 'label_taken'
  | 'proxy_in_use'
  | 'untestable'
  | 'unknown_provider'
  | 'unknown_proxy'
  | 'proxy_address_invalid'
  | 'proxy_fails'
  | 'unknown_switch'

/** What this page finds out by itself. */
type OwnCode = 'heic' | 'unreachable' | 'offline'

/** Our words for the refusals that a customer can meet. A new code of the server has to get its words here. */
export const problemWords: Record<
  Exclude<ProblemCode, OurMistake | OtherDoors> | OwnCode,
  MessageDescriptor
> = {
  not_signed_in: msg`Please sign in again.`,
  title_empty: msg`Give it a title.`,
  title_too_long: msg`This title is too long.`,
  email_taken: msg`There is already an account with this e-mail. Sign in instead.`,
  email_invalid: msg`This doesn’t look like an e-mail address.`,
  password_too_short: msg`This password is too short.`,
  password_too_long: msg`This password is too long.`,
  password_common: msg`Too many people use this password. Choose another one.`,
  wrong_password: msg`The password is wrong.`,
  invite_invalid: msg`This invitation is wrong, used up or too old.`,
  terms_not_accepted: msg`The terms have changed meanwhile. Reload the page and read them again.`,
  link_unknown: msg`This link is incomplete or long out of date.`,
  link_used: msg`This link was used already.`,
  link_expired: msg`This link is too old.`,
  email_unchanged: msg`This is your address already.`,
  account_closing: msg`This account will be deleted. The link in our mail keeps it.`,
  signup_closed: msg`New accounts can’t be made at the moment.`,
  wrong_credentials: msg`The e-mail or the password is wrong.`,
  too_many_attempts: msg`Too many attempts. Please wait a little.`,
  account_suspended: msg`This account is suspended. Please write to support.`,
  zip_empty: msg`Select a picture first.`,
  zip_too_large: msg`At most 500 pictures fit into one ZIP.`,
  pins_full: msg`Unpin another conversation first.`,
  prompt_empty: msg`Write what the picture should show.`,
  prompt_too_long: msg`The prompt is too long.`,
  prompt_invalid: msg`The prompt contains a character that can’t be used. Type it anew.`,
  unknown_model: msg`This model is no longer offered. Choose another one.`,
  model_off: msg`This model is switched off at the moment. Choose another one, or try again later.`,
  processor_off: msg`No payments are begun this way at the moment. Choose another way to pay.`,
  picture_blocked: msg`This picture was removed and can’t be used.`,
  unknown_resolution: msg`This shape is no longer offered. Choose another one.`,
  batch_size_out_of_range: msg`This model makes fewer pictures at once.`,
  image_strength_out_of_range: msg`Choose how close to keep to the attached picture.`,
  image_strength_without_inputs: msg`Attach a picture first.`,
  image_strength_unsupported: msg`This model can’t be told how close to keep to a picture.`,
  inputs_missing: msg`Attach a picture first.`,
  inputs_not_allowed: msg`Remove the attached pictures first.`,
  too_many_inputs: msg`Too many pictures are attached.`,
  unknown_input: msg`An attached picture is no longer stored. Remove it and attach it again.`,
  not_found: msg`This is no longer there.`,
  subscription_inactive: msg`You have no active plan.`,
  quota_used_up: msg`Your pictures for this month are used up.`,
  quota_held: msg`The pictures being made now may use up the rest. Wait for them, or ask for fewer.`,
  queue_full_for_you: msg`You have many pictures in the queue already. Wait for some of them.`,
  too_many_declined: msg`Too many of your pictures were declined within an hour. Please try again later, with other words.`,
  too_many_cancelled: msg`You cancelled too many pictures within an hour while they were being made. Please try again later.`,
  too_many_uploads: msg`You have uploaded many pictures within an hour. Please try again later.`,
  uploads_full: msg`Your uploads take up as much room as they may. Delete some; their room is free again when they can no longer be brought back.`,
  queue_full: msg`The queue is full at the moment. Please try again soon.`,
  paused: msg`Image generation is paused for maintenance. Please try again later.`,
  idempotency_key_reused: msg`This was already sent with other words. Please press Generate again.`,
  already_finished: msg`It had already finished.`,
  not_retryable: msg`This one can’t be retried.`,
  already_retried: msg`This one was already retried.`,
  unsupported_image: msg`Only PNG, JPEG and WebP pictures can be used.`,
  heic: msg`HEIC photos can’t be used. Save the photo as JPEG and try again.`,
  image_too_large: msg`This picture is too large.`,
  image_unreadable: msg`This picture is damaged or incomplete.`,
  file_missing: msg`The file is empty.`,
  body_too_large: msg`This is too large to send.`,
  internal: msg`Something went wrong on our side.`,
  busy: msg`Very much is going on right now. Please try again in a moment.`,
  read_only: msg`Nothing can be changed during maintenance. Please try again later.`,
  not_ready: msg`We have trouble on our side. Please try again in a moment.`,
  storage_unavailable: msg`We have trouble on our side. Please try again in a moment.`,
  storage_full: msg`There is no room for new pictures right now. We are on it; please try again later.`,
  clock_off: msg`We have trouble on our side. Please try again in a moment.`,
  database_unavailable: msg`We have trouble on our side. Please try again in a moment.`,
  unknown_plan: msg`This plan is no longer there. Choose another one.`,
  plan_not_on_sale: msg`This plan is no longer on sale. Choose another one.`,
  unknown_processor: msg`This way to pay is no longer there. Choose another one.`,
  coin_missing: msg`Choose a coin and its network.`,
  unknown_coin: msg`This coin can’t be paid with at the moment. Choose another one.`,
  too_many_invoices: msg`You have begun many payments today. Go on with one of them, or try again tomorrow.`,
  processor_refused: msg`This way to pay didn’t take the payment on. Nothing was paid; choose another coin or way.`,
  processor_unavailable: msg`This way to pay doesn’t answer at the moment. Nothing was paid; try again, or choose another one.`,
  tx_id_invalid: msg`This doesn’t look like a transaction id.`,
  too_many_reports: msg`You have told us about this payment several times already. A person will look at it.`,
  payment_already_paid: msg`This payment has gone through already.`,
  nothing_queued: msg`There is no next month to start.`,
  subscription_changed: msg`Your plan has changed meanwhile. Look at it again.`,
  unreachable: msg`The server can’t be reached. Nothing is lost; please try again in a moment.`,
  offline: msg`You are offline. Nothing is lost; please try again when the network is back.`,
}

const UNKNOWN = msg`That didn’t work. Please try again.`

export function wordsForCode(code: string): MessageDescriptor {
  return (problemWords as Partial<Record<string, MessageDescriptor>>)[code] ?? UNKNOWN
}

export function wordsForError(error: unknown): MessageDescriptor {
  if (error instanceof UnreachableError) return wordsForCode(navigator.onLine ? 'unreachable' : 'offline')
  return error instanceof ProblemError ? wordsForCode(error.code) : UNKNOWN
}
