import { Trans } from '@lingui/react/macro'
import { site } from '~/lib/site'
import { Contact } from '~/ui/Contact'

/** The last way out, where the operator named one. */
export function SupportWords() {
  const { support } = site
  if (support === undefined) return null
  return (
    <Trans>
      If you need help, write to <Contact text={support} />.
    </Trans>
  )
}
