import { Dropzone } from '@mantine/dropzone'
import '@mantine/dropzone/styles.layer.css'
import { Trans, useLingui } from '@lingui/react/macro'
import { ImagePlus } from 'lucide-react'
import { useComposer } from './ComposerContext'
import classes from './DropArea.module.css'

/** The whole window takes dropped pictures; what they are is judged from their bytes later. */
export default function DropArea() {
  const { t } = useLingui()
  const { addFiles } = useComposer()
  return (
    <Dropzone.FullScreen
      onDrop={addFiles}
      inputProps={{ 'aria-label': t`Drop pictures` }}
      className={classes.area}
    >
      <div className={classes.label}>
        <ImagePlus size={28} aria-hidden />
        <Trans>Drop to use as input</Trans>
      </div>
    </Dropzone.FullScreen>
  )
}
