import { Trans } from '@lingui/react/macro'
import { ImagePlus } from 'lucide-react'
import { useFileDrop } from '~/lib/useFileDrop'
import { useComposer } from './ComposerContext'
import classes from './DropArea.module.css'

/** Pictures may be dropped anywhere; what they are is judged from their bytes later. */
export function DropArea() {
  const { addFiles } = useComposer()
  const over = useFileDrop(addFiles)
  if (!over) return null
  return (
    <div className={classes.area}>
      <div className={classes.label}>
        <ImagePlus size={28} aria-hidden />
        <Trans>Drop to use as input</Trans>
      </div>
    </div>
  )
}
