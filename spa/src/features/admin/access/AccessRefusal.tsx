import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { ProblemError } from '~/api/problem'
import { adminRefusal } from '~/features/admin/acts/refusal'
import { RefusalNote } from '~/features/auth/RefusalNote'
import { Notice } from '~/ui/Notice'
import { useLanguageChange } from '~/i18n/useLanguageChange'

const WORDS: Partial<Record<string, MessageDescriptor>> = {
  code_wrong: msg`This code is wrong. Wait for the next one and type that.`,
  code_used: msg`This code was used already. Wait for the next one and type that.`,
  nothing_to_enrol: msg`This took too long. Begin again.`,
  second_factor_needed: msg`A second factor is set up already. Reload the page and give a code of it.`,
  second_factor_missing: msg`No second factor is set up yet. Reload the page to set one up.`,
}

/** Why a password or a code wasn't taken, read out at once. */
export function AccessRefusal({ error }: { error: Error | null }) {
  useLanguageChange()
  if (error === null) return null
  const code = error instanceof ProblemError ? error.code : ''
  if (code === 'too_many_attempts' || code === 'wrong_password') return <RefusalNote error={error} />
  const words = WORDS[code]
  return (
    <Notice tone="bad" role="alert">
      <p>{words === undefined ? adminRefusal(error) : i18n._(words)}</p>
    </Notice>
  )
}
