import { t } from '@lingui/core/macro'
import * as v from 'valibot'
import { charsOf, PASSWORD_CHARS_MIN } from './fields'

/** Only the server knows whether mail arrives there; this catches what can't be an address. */
export function emailRule() {
  return v.pipe(v.string(), v.trim(), v.regex(/^\S+@\S+$/, t`Enter your e-mail address.`))
}

/** A password that is to be typed as it is. */
export function passwordRule() {
  return v.pipe(v.string(), v.nonEmpty(t`Enter your password.`))
}

/** A password that is to become one. Whether too many others use it, the server knows. */
export function newPasswordRule() {
  return v.pipe(
    v.string(),
    v.check(
      (password) => charsOf(password) >= PASSWORD_CHARS_MIN,
      t`Use ${PASSWORD_CHARS_MIN} characters or more.`,
    ),
  )
}
