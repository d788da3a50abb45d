import { Trans } from '@lingui/react/macro'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import { formatDay } from '~/lib/format'
import frame from './Frame.module.css'

/** It was made and counted, and its owner took it away; or we did, where `removedAt` says when. */
export function DeletedSlot({ removedAt }: { removedAt: string | undefined }) {
  useLanguageChange()
  const day = removedAt === undefined ? null : formatDay(removedAt)
  return (
    <div className={`${frame.frame} ${frame.words}`}>
      <p className={frame.note}>
        {day === null ? <Trans>Deleted</Trans> : <Trans>We removed this picture on {day}.</Trans>}
      </p>
    </div>
  )
}
