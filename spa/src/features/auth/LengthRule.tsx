import { Trans } from '@lingui/react/macro'
import { Check } from 'lucide-react'
import { charsOf, PASSWORD_CHARS_MIN } from './fields'
import classes from './LengthRule.module.css'

/** The one rule, met or not: by a sign, as a colour alone says nothing to some. */
export function LengthRule({ password }: { password: string }) {
  const met = charsOf(password) >= PASSWORD_CHARS_MIN
  return (
    <span className={classes.rule} data-met={met}>
      {met && <Check size={14} aria-hidden />}
      <Trans>{PASSWORD_CHARS_MIN} characters or more; a few unrelated words make a good one.</Trans>
    </span>
  )
}
