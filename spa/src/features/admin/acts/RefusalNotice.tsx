import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { ProblemError } from '~/api/problem'
import { CopyReference } from '~/features/problems/CopyReference'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import { Notice } from '~/ui/Notice'
import { adminRefusal } from './refusal'

interface Props {
  error: Error | null
  children?: ReactNode
}

/** Why something wasn't done or shown, read out at once, with what the log can be searched for. */
export function RefusalNotice({ error, children }: Props) {
  useLanguageChange()
  if (error === null) return null
  return (
    <Notice tone="bad" role="alert">
      <p>{adminRefusal(error)}</p>
      {error instanceof ProblemError && error.problem.status >= 500 && (
        <p>
          <Trans>Reference:</Trans> <code>{error.problem.request_id}</code> <CopyReference error={error} />
        </p>
      )}
      {children}
    </Notice>
  )
}
