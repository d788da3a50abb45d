import { Trans } from '@lingui/react/macro'
import frame from './Frame.module.css'

/** It was made and counted, and its owner took it away. */
export function DeletedSlot() {
  return (
    <div className={`${frame.frame} ${frame.words}`}>
      <p className={frame.note}>
        <Trans>Deleted</Trans>
      </p>
    </div>
  )
}
