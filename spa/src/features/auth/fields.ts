/** The characters that a password needs, as the server counts them. */
export const PASSWORD_CHARS_MIN = 10

/** The refusals that are about one field of a form. */
export const EMAIL_CODES = ['email_taken', 'email_invalid', 'email_unchanged']
export const PASSWORD_CODES = ['password_too_short', 'password_too_long', 'password_common']
export const INVITE_CODES = ['invite_invalid']
export const OWN_PASSWORD_CODES = ['wrong_password']

export function charsOf(text: string): number {
  return Array.from(text).length
}
